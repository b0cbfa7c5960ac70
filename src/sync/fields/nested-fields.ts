import { isObject } from '../../devin/http/answer';
import type { Kind, ReportOdd, Field, Fields, Reader } from './field';
import { fieldOf } from './fields';
import { otherFields } from './other-fields';
import { addCountersOf, recordReader, type RecordOf } from './record-reader';

/** An object with its own fields. With `keepsOthers`, it also has all other fields that Devin sends. */
export function record<const Of extends Fields>(
  description: string,
  of: Of,
  { keepsOthers = false } = {},
): Field<RecordOf<Of> | null> {
  const isKnown = (name: string) => Object.hasOwn(of, name);
  const reader = (name: string) => {
    const read = recordReader(of, `${name}.`);
    return (value: unknown, report: ReportOdd): RecordOf<Of> | undefined => {
      if (!isObject(value)) return undefined;
      const known = read(value, report);
      return keepsOthers ? { ...known, ...otherFields(value, isKnown, `${name}.`, report) } : known;
    };
  };
  const addCounters: Kind<RecordOf<Of>>['addCounters'] = (value, path, found) =>
    addCountersOf(of, value, `${path}.`, found);
  return fieldOf<RecordOf<Of>>(
    { what: 'JSON object', type: 'object', fields: of, reader, addCounters },
    description,
  );
}

/** A list. Items of another type are left out and reported. */
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
  const addCounters: Kind<NonNullable<Value>[]>['addCounters'] = (values, path, found) => {
    values.forEach((value, index) => item.kind.addCounters?.(value, `${path}.${index}`, found));
  };
  const kind: Kind<NonNullable<Value>[]> = { what: 'list', type: 'array', item, reader, addCounters };
  return fieldOf(kind, description);
}

/** An object with any names and values of one type. Values of another type are null, and are reported. */
export function byName<Value>(of: Field<Value>, description?: string): Field<Record<string, Value> | null> {
  const reader = (name: string) => {
    const read = of.reader(name);
    return (value: unknown, report: ReportOdd): Record<string, Value> | undefined => {
      if (!isObject(value)) return undefined;
      for (const key in value) {
        if (read(value[key], report) !== value[key]) return mapped(value, read, report);
      }
      return value as Record<string, Value>;
    };
  };
  const addCounters: Kind<Record<string, Value>>['addCounters'] = (values, path, found) => {
    for (const [name, value] of Object.entries(values))
      if (value !== null) of.kind.addCounters?.(value, `${path}.${name}`, found);
  };
  const kind: Kind<Record<string, Value>> = {
    what: 'JSON object',
    type: 'object',
    isOpen: true,
    reader,
    addCounters,
  };
  return fieldOf(kind, description);
}

function mapped<Value>(
  value: Readonly<Record<string, unknown>>,
  read: Reader<Value>,
  report: ReportOdd,
): Record<string, Value> {
  const entries = Object.entries(value).map(([key, each]) => [key, read(each, report)] as const);
  return Object.fromEntries(entries);
}
