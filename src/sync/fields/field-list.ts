import { object } from '../../devin/http/answer';
import type { ReadContext } from '../define';
import type { Fields } from './field';
import { countsIn, recordReader, type RecordOf } from './record-reader';

/** The record that a list of fields reads. */
export type RowOf<List extends { readonly fields: Fields }> = RecordOf<List['fields']>;

/** Fields that are read together from one JSON object. */
export interface FieldList<Of extends Fields> {
  readonly fields: Of;
  /** The record in an answer. Throws if the answer is not a JSON object, or if a required field is missing. */
  readonly read: (answer: unknown, context: Pick<ReadContext, 'oddValue'>) => RecordOf<Of>;
  /** The number of events, about as `about` says: 0 if every counter is zero, otherwise at least 1. */
  readonly events: (about: (record: RecordOf<Of>) => number) => (record: RecordOf<Of>) => number;
}

/** A list of fields. `what` is the name for errors if an answer is not a JSON object. */
export function fields<const Of extends Fields>(what: string, of: Of): FieldList<Of> {
  const read = recordReader(of, '');
  const counts = countsIn(of);
  return {
    fields: of,
    read: (answer, { oddValue }) => read(object(answer, what), oddValue),
    events: (about) => (record) => (counts(record) ? Math.max(1, about(record)) : 0),
  };
}
