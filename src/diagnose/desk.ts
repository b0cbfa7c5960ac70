import type { Query } from '../devin/http/query';
import type { DevinScope } from '../devin/scope';
import type { Day } from '../sync/days';
import type { Asker } from './asker';
import type { Reply } from './reply';
import type { Wire } from './wire';

/** What the questions get to ask with. */
export interface Desk {
  readonly scope: DevinScope;
  /** The last complete day. */
  readonly lastDay: Day;
  /** Unix seconds. */
  readonly nowSeconds: number;
  /** Whether Devin does not tell who the key is. */
  readonly isSelfHidden: boolean;
  /** The look-back of the configuration for consumption, in days. */
  readonly lookbackDays: number;
  /** What the answers showed beside their bodies. */
  readonly wire: Wire;
  readonly asker: Asker;
  /** Asks each request once. */
  ask(path: string, query?: Query): Promise<Reply>;
  /** Reads something once for all questions. */
  once<Value>(read: (desk: Desk) => Promise<Value>): Promise<Value>;
  /** The amounts by day of an earlier run. Undefined if no file was given. Null if the file is new. */
  readonly earlierReading: Reading | null | undefined;
}

/** The ACUs of each day, as Devin showed them at an instant. */
export interface Reading {
  /** Unix seconds. */
  readonly at: number;
  /** The last day that was complete then. */
  readonly lastDay: Day;
  readonly acus: Readonly<Record<Day, number>>;
}

/** A desk that remembers what was read. */
export function createDesk(given: Omit<Desk, 'ask' | 'once'>): Desk {
  const known = new Map<unknown, Promise<unknown>>();
  const desk: Desk = {
    ...given,
    ask: (path, query) => given.asker.ask(path, query),
    once: <Value>(read: (from: Desk) => Promise<Value>) => {
      const value = known.get(read) ?? read(desk);
      known.set(read, value);
      return value as Promise<Value>;
    },
  };
  return desk;
}
