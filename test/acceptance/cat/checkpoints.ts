import { isDeepStrictEqual } from 'node:util';
import { lastDayAt, plusDays } from '../owed';
import type { CatalogStream, Row, StreamState } from '../protocol';
import type { Run } from '../run';

/** States as they stood together at a moment of a run. */
export interface Checkpoint {
  /** The last state of each stream until then. */
  readonly states: readonly StreamState[];
  /** The streams whose state is another than at the checkpoint before. */
  readonly moved: ReadonlySet<string>;
  /** By stream: how many of its records were written before its state was first this one. */
  readonly covered: Readonly<Record<string, number>>;
}

/** Moments of a run at which, taken together, each state of each stream that it wrote was the last of its stream. */
export function checkpoints(run: Run): Checkpoint[] {
  const found: Checkpoint[] = [];
  const states = new Map<string, StreamState>();
  const counted: Record<string, number> = {};
  let covered: Record<string, number> = {};
  let moved = new Set<string>();
  for (const state of run.states) {
    const { name } = state.stream.stream_descriptor;
    counted[name] = (counted[name] ?? 0) + (state.sourceStats?.recordCount ?? 0);
    if (isDeepStrictEqual(states.get(name)?.stream.stream_state, state.stream.stream_state)) continue;
    if (moved.has(name)) {
      found.push({ states: [...states.values()], moved, covered });
      moved = new Set();
    }
    states.set(name, state);
    covered = { ...covered, [name]: counted[name] };
    moved.add(name);
  }
  return [...found, { states: [...states.values()], moved, covered }];
}

/** Whether a sync from a state may emit the row: the state does not cover it, or only within the look-back. */
export function mayFollow(state: Row | undefined, row: Row, stream: CatalogStream): boolean {
  const cursor = String(row[stream.default_cursor_field?.[0] ?? '']);
  if (typeof state?.synced_at === 'string') return cursor >= state.synced_at;
  const through = throughOf(state?.synced_through, row);
  // All messages of a session come again when it changes.
  if (through === undefined || row.event_id !== undefined) return true;
  if (typeof row.session_id === 'string' && row.date !== undefined)
    return cursor >= firstDayOf(row.session_id, state);
  if (state?.lookback_days === undefined) return Date.parse(cursor) >= Date.parse(through);
  // A period lies where it ends.
  const day = (typeof row.end_at === 'string' ? row.end_at : cursor).slice(0, 10);
  const isInstant = through.length > day.length;
  return day >= plusDays(through.slice(0, day.length), (isInstant ? 0 : 1) - Number(state.lookback_days));
}

/** The first day that is read of a session: its own if it is open, else the first one that is not final. */
function firstDayOf(session: string, state: Row = {}): string {
  const open = (state.open as Record<string, string[] | undefined>)[session];
  return open?.[0] ?? plusDays(lastDayAt(String(state.synced_through)), 1 - Number(state.lookback_days));
}

/** Of streams with a date for each id: that of the row's id. */
function throughOf(through: unknown, row: Row): string | undefined {
  if (typeof through !== 'object' || through === null) return through as string | undefined;
  const dates = through as Record<string, string>;
  return dates[String(row.user_id ?? row.service_user_id ?? row.org_id)];
}
