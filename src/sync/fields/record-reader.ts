import type { ReportOdd, Field, Fields, Reader } from './field';

/** The record with these fields. */
export type RecordOf<Of extends Fields> = {
  -readonly [Name in keyof Of]: Of[Name] extends Field<infer Value> ? Value : never;
};

/** Reads the fields of one object. Most values are as documented, and are passed on without a function call. */
export function recordReader<Of extends Fields>(
  of: Of,
  path: string,
): (answer: Readonly<Record<string, unknown>>, report: ReportOdd) => RecordOf<Of> {
  const columns = Object.entries(of).map(([name, field]) => asColumn(name, field, path));
  // To copy a row that has all columns is faster than to add them one by one.
  const empty = Object.fromEntries(columns.map(({ name }) => [name, null]));
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
    return row as RecordOf<Of>;
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

/** Whether any counter of a record is not zero. */
export function countsIn(of: Fields): (record: Readonly<Record<string, unknown>>) => boolean {
  return (record) =>
    Object.entries(of).some(([name, { kind }]) => record[name] != null && kind.counts?.(record[name]));
}
