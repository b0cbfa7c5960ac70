import { malformedAnswer } from '../../devin/errors';
import * as kinds from './field-kinds';
import type { Field, Kind, Reader } from './field';

/** A field of a kind. */
export function fieldOf<Value>(kind: Kind<Value>, description?: string): Field<Value | null> {
  const reader = (name: string): Reader<Value | null> => {
    const accept = kind.reader(name);
    return (value, report) => {
      const accepted = accept(value, report);
      if (accepted !== undefined) return accepted;
      report(name);
      return null;
    };
  };
  return { description, kind, isNullable: true, reader };
}

/** Text as it is. */
export const text = (description?: string) => fieldOf(kinds.textKind, description);
/** True or false. */
export const flag = (description?: string) => fieldOf(kinds.flagKind, description);
/** A finite number. */
export const number = (description?: string) => fieldOf(kinds.numberKind, description);
/** A whole number that JavaScript holds exactly. */
export const integer = (description?: string) => fieldOf(kinds.integerKind, description);
/** A time. Devin sends Unix seconds. */
export const time = (description?: string) => fieldOf(kinds.timeKind, description);
/** A time that Devin sends as ISO 8601. */
export const isoTime = (description?: string) => fieldOf(kinds.isoTimeKind, description);
/** The UTC date of a time. */
export const day = (description?: string) => fieldOf(kinds.dayKind, description);
/** A JSON object with any content. One of more than 1 MiB or 100 levels counts as another type. */
export const json = (description?: string) => fieldOf(kinds.jsonKind, description);
/** A counter. Counters decide whether anything happened. */
export const count = (description?: string) => counted(integer(description));

/** A number that decides whether anything happened. */
export function counted(field: Field<number | null>): Field<number | null> {
  const addCounters: Kind<number>['addCounters'] = (value, path, found) => {
    if (value !== 0) found.set(path, value);
  };
  return fieldOf({ ...(field.kind as Kind<number>), addCounters }, field.description);
}

/** The field if Devin may leave it out or send null: it is null without a warning. */
export function optional<Value>(field: Field<Value>): Field<Value | null> {
  const reader = (name: string): Reader<Value | null> => {
    const read = field.reader(name);
    return (value, report) => (value == null ? null : read(value, report));
  };
  return { ...field, isNullable: true, reader };
}

/** The field with a value that applies if Devin leaves it out. */
export function ifAbsent<Value>(field: Field<Value>, meaning: Value): Field<Value> {
  const reader = (name: string): Reader<Value> => {
    const read = field.reader(name);
    return (value, report) => (value === undefined ? meaning : read(value, report));
  };
  return { ...field, reader };
}

/** The field if the stream needs it: without it, the stream fails and names it. Its text is never empty. */
export function required<Value>(field: Field<Value>): Field<NonNullable<Value>> {
  const kind = field.kind as Kind<NonNullable<Value>>;
  const reader = (name: string): Reader<NonNullable<Value>> => {
    const accept = kind.reader(name);
    return (value, report) => {
      const accepted = accept(value, report);
      if (accepted !== undefined && accepted !== '') return accepted;
      throw malformedAnswer(`no ${kind.what} in "${name}"`);
    };
  };
  return { ...field, isNullable: false, reader };
}

/** The field if Devin uses another name for it. */
export function sentAs<Value>(field: Field<Value>, name: string): Field<Value> {
  return { ...field, sentAs: name };
}

/**
 * An object with all fields that Devin sends and that the record does not have, for answers whose shape is not
 * documented. Null if there are none. Fields in `except` are left out.
 */
export function rest(description: string, ...except: string[]): Field<object | null> {
  return { ...fieldOf<object>(kinds.jsonKind, description), othersBut: except };
}

/** A field that the connector adds. It is never null. */
export function added<Value>(field: Field<Value>): Field<NonNullable<Value>> {
  return required(field);
}
