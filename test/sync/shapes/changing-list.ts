import type { DevinClient } from '../../../src/devin/calls';
import type { Query } from '../../../src/devin/http/query';
import { refusal } from '../scripted-devin';

/** An entry and the times of its changes, in Unix seconds; the list shows each change after a delay in seconds. */
export interface Entry {
  readonly id: string;
  readonly stamps: readonly number[];
  readonly delayS?: number;
}

/** Properties of Devin's lists that are not documented. */
export interface ListHabits {
  readonly areBoundsInclusive?: boolean;
  readonly areBoundsIgnored?: boolean;
  /** The lower bound is as much earlier, and the upper one as much later. */
  readonly boundsOffBy?: number;
  /** Oldest first by stamp, newest first by creation, or any other order that holds. */
  readonly order?: 'oldest first' | 'newest first' | 'by id';
  readonly itemsPerPage?: number;
  /** So much time passes with each request. */
  readonly secondsPerRequest?: number;
  /** The number of each request that fails. */
  readonly failing?: readonly number[];
}

interface Shown {
  readonly item_id: string;
  readonly stamp: number;
  readonly createdAt: number;
}

/** A list whose cursors are offsets, and which changes while it is paged. */
export class ChangingList implements DevinClient {
  /** The bounds of each list that was begun, in Unix seconds. */
  readonly asked: { readonly after: number; readonly before: number | undefined }[] = [];
  requestCount = 0;

  constructor(
    private readonly entries: readonly Entry[],
    public nowS: number,
    private readonly habits: ListHabits = {},
  ) {}

  get(): Promise<unknown> {
    return Promise.reject(new Error('only lists are asked for'));
  }

  async *pages(_path: string, { after, before, first = 200 }: Query = {}): AsyncGenerator<unknown[]> {
    const { secondsPerRequest = 0, failing = [] } = this.habits;
    const itemsPerPage = Math.min(Number(first), this.habits.itemsPerPage ?? 200);
    const bounds = { after: Number(after), before: before === undefined ? undefined : Number(before) };
    this.asked.push(bounds);
    for (let offset = 0; ; offset += itemsPerPage) {
      await Promise.resolve();
      if (failing.includes(this.requestCount++)) throw refusal('server_error');
      const shown = this.shown(bounds.after, bounds.before ?? Infinity);
      this.nowS += secondsPerRequest;
      yield shown
        .slice(offset, offset + itemsPerPage)
        .map(({ item_id, stamp }) => ({ item_id, updated_at: instant(stamp) }));
      if (offset + itemsPerPage >= shown.length) return;
    }
  }

  private shown(after: number, before: number): Shown[] {
    const {
      areBoundsInclusive = true,
      areBoundsIgnored = false,
      boundsOffBy = 0,
      order = 'newest first',
    } = this.habits;
    const margin = (areBoundsInclusive ? 0 : 1) - boundsOffBy;
    const all = this.entries.flatMap(({ id, stamps, delayS = 0 }): Shown[] => {
      const stamp = stamps.filter((each) => each + delayS <= this.nowS).at(-1);
      const isInside = stamp !== undefined && stamp >= after + margin && stamp <= before - margin;
      return isInside || (areBoundsIgnored && stamp !== undefined)
        ? [{ item_id: id, stamp, createdAt: stamps[0] ?? stamp }]
        : [];
    });
    if (order === 'by id') return all.sort((one, other) => (one.item_id < other.item_id ? -1 : 1));
    return order === 'oldest first'
      ? all.sort((one, other) => one.stamp - other.stamp)
      : all.sort((one, other) => other.createdAt - one.createdAt);
  }
}

/** Unix seconds as RFC 3339. */
export function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
