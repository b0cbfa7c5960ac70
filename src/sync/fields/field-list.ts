import { object } from '../../devin/http/answer';
import type { ReadContext } from '../define';
import type { Fields } from './field';
import { addCountersOf, recordReader, type Counters, type RecordOf } from './record-reader';

/** The record that a list of fields reads. */
export type RowOf<List extends { readonly fields: Fields }> = RecordOf<List['fields']>;

/** Fields that are read together from one JSON object. */
export interface FieldList<Of extends Fields> {
  readonly fields: Of;
  /** The record in an answer. Throws if the answer is not a JSON object, or if a required field is missing. */
  readonly read: (answer: unknown, context: Pick<ReadContext, 'oddValue'>) => RecordOf<Of>;
  /** Every counter of a record, by its path. Counters of several records can be added. */
  readonly counters: (record: object) => Counters;
  /**
   * The events that a record counts, of each kind: nothing if every counter is zero. `about` says about how many there
   * are, and `kinds` which counters each count some of them. What they do not count is a kind of its own.
   */
  readonly events: (
    about: (record: RecordOf<Of>) => number,
    kinds?: RegExp,
  ) => (record: RecordOf<Of>) => Counters;
}

/** A list of fields. `what` is the name for errors if an answer is not a JSON object. */
export function fields<const Of extends Fields>(what: string, of: Of): FieldList<Of> {
  const read = recordReader(of, '');
  const counters = (record: object): Counters => {
    const found = new Map<string, number>();
    addCountersOf(of, record, '', found);
    return found;
  };
  return {
    fields: of,
    read: (answer, { oddValue }) => read(object(answer, what), oddValue),
    counters,
    events:
      (about, kinds = /^never$/) =>
      (record) =>
        eventsOfKinds(counters(record), kinds, about(record)),
  };
}

function eventsOfKinds(counters: Counters, kinds: RegExp, about: number): Counters {
  if (counters.size === 0) return counters;
  const found = [...counters].filter(([name]) => kinds.test(name));
  const others = about - found.reduce((sum, [, events]) => sum + events, 0);
  if (others <= 0 && found.length > 0) return new Map(found);
  return new Map([...found, ['others', Math.max(1, others)]]);
}
