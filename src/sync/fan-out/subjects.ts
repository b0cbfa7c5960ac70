import type { ReadContext } from '../define';
import type { Roster } from './roster';

/** What each row of a stream belongs to, such as a user or an organization. */
export interface Subjects<Owner extends object> {
  /** In the plural, for messages. */
  readonly name: string;
  /**
   * Everything of the kind that exists now: by id, the fields that say whose row it is. `known` is whom the stream's state
   * knows, where it tells; whoever is known and missing is missing twice.
   */
  readonly present: (context: ReadContext, known?: readonly string[]) => Promise<ReadonlyMap<string, Owner>>;
  /**
   * The ids that an earlier sync saw and that are missing for a reason that may be a fault of the lists: a stream without a
   * day for each id reads them all the same, or their days would be passed over.
   */
  readonly doubtful?: (context: ReadContext) => Promise<readonly string[]>;
  /** The same fields for a former subject. */
  readonly left: (id: string, context: ReadContext) => Owner;
}

/** The owners of the items that exist now, by id. */
export function ownersOf<Item, Owner>(
  { subjects }: Roster<Item>,
  owner: (id: string, item: Item) => Owner,
): ReadonlyMap<string, Owner> {
  return new Map([...subjects].map(([id, item]) => [id, owner(id, item)]));
}

/** Says how many former subjects are given up, because none of their requests has succeeded since they left. */
export function warnOfGivenUp(count: number, { name }: Subjects<object>, { log }: ReadContext): void {
  if (count === 0) return;
  const who = `${count} former ${name}`;
  log('WARN', `Devin has not let ${who} be read since they left: their last days are given up.`);
}
