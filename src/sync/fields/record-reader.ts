import type { ReportOdd, Field, Fields, Reader } from './field';
import { otherFields } from './other-fields';

/** The record with these fields. */
export type RecordOf<Of extends Fields> = {
  -readonly [Name in keyof Of]: Of[Name] extends Field<infer Value> ? Value : never;
};

/** Reads the fields of one object. Most values are as documented, and are passed on without a function call. */
export function recordReader<Of extends Fields>(
  of: Of,
  path: string,
): (answer: Readonly<Record<string, unknown>>, report: ReportOdd) => RecordOf<Of> {
  const columns = Object.entries(of)
    .filter(([, { othersBut }]) => othersBut === undefined)
    .map(([name, field]) => asColumn(name, field, path));
  const addRest = restReader(of, path);
  // To copy a row that has all columns is faster than to add them one by one.
  const empty = Object.fromEntries(Object.keys(of).map((name) => [name, null]));
  return (answer, report) => {
    const row: Record<string, unknown> = { ...empty };
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index] as Column;
      const value = answer[column.sent];
      const isAsItIs =
        typeof value === column.asIs &&
        (typeof value === 'number' ? Number.isSafeInteger(value) : value !== '');
      row[column.name] = isAsItIs ? value : column.read(value, report);
    }
    addRest?.(row, answer, report);
    return row as RecordOf<Of>;
  };
}

/** Fills the field that holds the other fields of an answer. Undefined if there is no such field. */
function restReader(of: Fields, path: string) {
  const [name, field] = Object.entries(of).find(([, { othersBut }]) => othersBut !== undefined) ?? [];
  if (name === undefined) return undefined;
  const others = Object.entries(of).filter(([each]) => each !== name);
  const known = new Set([...others.map(([each, { sentAs }]) => sentAs ?? each), ...(field?.othersBut ?? [])]);
  return (row: Record<string, unknown>, answer: object, report: ReportOdd): void => {
    const rest = Object.entries(otherFields(answer, (each) => known.has(each), path, report));
    if (rest.some(([, value]) => value !== null)) row[name] = Object.fromEntries(rest);
  };
}

interface Column {
  readonly name: string;
  readonly sent: string;
  readonly asIs: string;
  readonly read: Reader<unknown>;
}

function asColumn(name: string, field: Field<unknown>, path: string): Column {
  const { sentAs: sent = name } = field;
  return { name, sent, asIs: field.kind.asIs ?? 'nothing', read: field.reader(path + sent) };
}

/** Counters by the path of their field. A counter that is absent is 0. */
export type Counters = ReadonlyMap<string, number>;

/** Adds the counters of a record. An average is no counter, and neither is a field that is not declared. */
export function addCountersOf(of: Fields, record: object, path: string, found: Map<string, number>): void {
  for (const [name, { kind }] of Object.entries(of)) {
    const value = (record as Readonly<Record<string, unknown>>)[name];
    if (value != null) kind.addCounters?.(value, path + name, found);
  }
}
