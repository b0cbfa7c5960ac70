import type { Permission, Permissions, ScopeKind, Stream } from '../sync/define';

/** The permission that a stream needs: its own, or the one of another list that it reads. */
export function permissionCure(stream: Stream, scope: ScopeKind, other?: Permissions): string {
  const permission = (other ?? stream.permission)[scope];
  const isOwn = other === undefined;
  const beta =
    isOwn && stream.beta?.includes(scope) ? ', and Devin must have enabled it for the account (beta)' : '';
  const note = isOwn && stream.permissionNote ? `; ${stream.permissionNote}` : '';
  return `it needs the permission ${permission ? bothNames(permission) : 'of this stream'}${beta}${note}`;
}

/** A permission with its newer name, and its older name if it has one. */
export function bothNames({ name, older }: Permission): string {
  return older === undefined ? name : `${name} (older name: ${older})`;
}
