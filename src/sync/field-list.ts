import { malformedAnswer } from '../devin/errors';
import type { ReadContext } from './define';
import { isObject, type Kind, type ReportOdd } from './field-kinds';
import { fieldOf, type Field, type Fields, type Reader } from './fields';
import { plainJson } from './plain-json';

/** The record that has these fields. */
export type RecordOf<Of extends Fields> = {
  -readonly [Name in keyof Of]: Of[Name] extends Field<infer Value> ? Value : never;
};

/** The record that a list of fields reads. */
export type RowOf<List extends { readonly fields: Fields }> = RecordOf<List['fields']>;

/** Fields that are read together from one JSON object. */
export interface FieldList<Of extends Fields> {
  readonly fields: Of;
  /** The record in an answer; throws where it is no JSON object or lacks a required field. */
  readonly read: (answer: unknown, context: Pick<ReadContext, 'oddValue'>) => RecordOf<Of>;
  /** `about` as the number of events: 0 where no count is more than 0, otherwise at least 1. */
  readonly events: (about: (record: RecordOf<Of>) => number) => (record: RecordOf<Of>) => number;
}

/** A list of fields; `what` they say something of is named where an answer is no JSON object. */
export function fields<const Of extends Fields>(what: string, of: Of): FieldList<Of> {
  const read = recordReader(of, '');
  const counts = countsIn(of);
  return {
    fields: of,
    read: (answer, { oddValue }) => {
      if (isObject(answer)) return read(answer, oddValue);
      throw malformedAnswer(`no object as ${what}`);
    },
    events: (about) => (record) => (counts(record) ? Math.max(1, about(record)) : 0),
  };
}

/** An object with fields of its own; with `keepsOthers` also whatever else Devin sends in it. */
export function record<const Of extends Fields>(
  description: string,
  of: Of,
  { keepsOthers = false } = {},
): Field<RecordOf<Of> | null> {
  const reader = (name: string) => {
    const read = recordReader(of, `${name}.`);
    return (value: unknown, report: ReportOdd): RecordOf<Of> | undefined => {
      if (!isObject(value)) return undefined;
      const known = read(value, report);
      return keepsOthers ? { ...others(value, name, report), ...known } : known;
    };
  };
  const counts = countsIn(of);
  return fieldOf<RecordOf<Of>>(
    { what: 'JSON object', type: 'object', fields: of, reader, counts },
    description,
  );
}

/** A list; items of another type are left out, and reported. */
export function list<Value>(item: Field<Value>, description?: string): Field<NonNullable<Value>[] | null> {
  const reader = (name: string) => {
    const read = item.reader(name);
    return (value: unknown, report: ReportOdd): NonNullable<Value>[] | undefined => {
      if (!Array.isArray(value)) return undefined;
      return value
        .map((each) => read(each, report))
        .filter((each): each is NonNullable<Value> => each != null);
    };
  };
  const counts = (values: readonly unknown[]) => values.some((value) => item.kind.counts?.(value));
  return fieldOf<NonNullable<Value>[]>({ what: 'list', type: 'array', item, reader, counts }, description);
}

/** An object with values of one kind by any name; those of another type are null, and reported. */
export function byName<Value>(of: Field<Value>, description?: string): Field<Record<string, Value> | null> {
  const reader = (name: string) => {
    const read = of.reader(name);
    return (value: unknown, report: ReportOdd): Record<string, Value> | undefined => {
      if (!isObject(value)) return undefined;
      const isAsItIs = Object.values(value).every((each) => read(each, report) === each);
      if (isAsItIs) return value as Record<string, Value>;
      const entries = Object.entries(value).map(([key, each]) => [key, read(each, report)] as const);
      return Object.fromEntries(entries);
    };
  };
  const counts = (values: object) =>
    Object.values(values).some((value) => value !== null && of.kind.counts?.(value));
  const kind: Kind<Record<string, Value>> = {
    what: 'JSON object',
    type: 'object',
    isOpen: true,
    reader,
    counts,
  };
  return fieldOf(kind, description);
}

/** Reads the fields of one object. Most values are as documented: they are passed on without a call. */
function recordReader<Of extends Fields>(
  of: Of,
  path: string,
): (answer: Readonly<Record<string, unknown>>, report: ReportOdd) => RecordOf<Of> {
  const columns = Object.entries(of).map(([name, field]) => asColumn(name, field, path));
  return (answer, report) => {
    const row: Record<string, unknown> = {};
    for (const { name, sent, other, asIs, read } of columns) {
      const value = answer[sent] === undefined && other !== undefined ? answer[other] : answer[sent];
      const isAsItIs =
        typeof value === asIs && (asIs === 'number' ? Number.isSafeInteger(value) : value !== '');
      row[name] = isAsItIs ? value : read(value, report);
    }
    return row as RecordOf<Of>;
  };
}

interface Column {
  readonly name: string;
  readonly sent: string;
  readonly other: string | undefined;
  readonly asIs: string | undefined;
  readonly read: Reader<unknown>;
}

function asColumn(name: string, field: Field<unknown>, path: string): Column {
  const [sent, other] = field.sentAs ?? [name];
  return { name, sent, other, asIs: field.kind.asIs ?? 'nothing', read: field.reader(path + sent) };
}

function countsIn(of: Fields): (record: Readonly<Record<string, unknown>>) => boolean {
  return (record) =>
    Object.entries(of).some(([name, { kind }]) => record[name] != null && kind.counts?.(record[name]));
}

/** The fields of an object; what is too deep or too long is null, and reported. */
function others(value: object, name: string, report: ReportOdd): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, each]: [string, unknown]) => {
    const plain = plainJson(each);
    if (plain === undefined) report(`${name}.${key}`);
    return [key, plain ?? null];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}
