import type { ReadContext } from './define';

/** What each row of a stream belongs to, such as a user or an organization. */
export interface Subjects<Owner extends object> {
  /** In the plural, for messages. */
  readonly name: string;
  /**
   * Everything of the kind that exists now: by id, the fields that say whose row it is. `known` is whom the stream's state
   * knows, where it tells; whoever is known and missing is missing twice.
   */
  readonly present: (context: ReadContext, known?: readonly string[]) => Promise<ReadonlyMap<string, Owner>>;
  /** The same fields for who has left. */
  readonly left: (id: string, context: ReadContext) => Owner;
}

/** The owners of the items that exist now, by id. */
export function ownersOf<Item, Owner>(
  items: ReadonlyMap<string, Item>,
  owner: (id: string, item: Item) => Owner,
): ReadonlyMap<string, Owner> {
  return new Map([...items].map(([id, item]) => [id, owner(id, item)]));
}
