import type { Permission, Permissions, ScopeKind, Stream } from '../sync/define';

/** What to change so that a stream can be read: its own permission, or the one of something else that it reads. */
export function permissionCure(stream: Stream, scope: ScopeKind, other?: Permissions): string {
  const permission = (other ?? stream.permission)[scope];
  const note = other === undefined && stream.permissionNote ? `; ${stream.permissionNote}` : '';
  return `it needs the permission ${permission ? bothNames(permission) : 'of this stream'}${note}`;
}

/** A permission by its newer name, and the older one where there is one. */
export function bothNames({ name, older }: Permission): string {
  return older === undefined ? name : `${name} (older name: ${older})`;
}
