import type { Desk } from '../desk';
import { listBounds, type ListBounds } from './list-bounds';

/** The bounds of the creation of sessions. */
export function createdBounds(desk: Desk): Promise<ListBounds> {
  return listBounds(desk, {
    path: desk.scope.path('sessions'),
    after: 'created_after',
    before: 'created_before',
    field: 'created_at',
    id: 'session_id',
  });
}

/** The bounds of the last change of sessions. */
export function updatedBounds(desk: Desk): Promise<ListBounds> {
  return listBounds(desk, {
    path: desk.scope.path('sessions'),
    after: 'updated_after',
    before: 'updated_before',
    field: 'updated_at',
    id: 'session_id',
  });
}
