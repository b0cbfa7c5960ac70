import type { Permissions, ScopeKind, Stream } from './sync/define';

/** What to change so that a stream can be read: its own permission, or the one of something else that it reads. */
export function permissionCure(stream: Stream, scope: ScopeKind, other?: Permissions): string {
  const permission = (other ?? stream.permission)[scope];
  const older = permission?.older === undefined ? '' : ` (older name: ${permission.older})`;
  const note = other === undefined && stream.permissionNote ? `; ${stream.permissionNote}` : '';
  return `it needs the permission ${permission?.name ?? 'of this stream'}${older}${note}`;
}
