/** Called with the name of a field whose value is not as documented. */
export type ReportOdd = (field: string) => void;

/** The type of a field: how its values are read, and what the JSON schema says about them. */
export interface Kind<Value> {
  /** For errors: `no <what> in "<field>"`. */
  readonly what: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly format?: 'date' | 'date-time';
  /** The fields of an object. */
  readonly fields?: Fields;
  /** The items of a list. */
  readonly item?: Field<unknown>;
  /** An object with any fields. */
  readonly isOpen?: true;
  /** Values of this JavaScript type are passed on as they are. Numbers must be whole. */
  readonly asIs?: 'string' | 'number' | 'boolean';
  /** Makes the reader for a field of this name. It returns undefined for a value of another type. */
  readonly reader: (name: string) => (value: unknown, report: ReportOdd) => Value | undefined;
  /** Adds the counters of a value, without the ones that are 0. Absent if the values do not count what happened. */
  addCounters?(value: Value, path: string, found: Map<string, number>): void;
}

/** Reads a value that Devin sent. */
export type Reader<Value> = (value: unknown, report: ReportOdd) => Value;

/**
 * A field of a record: its sentence, its type, and how it is read from Devin's answer. By default it is null if Devin
 * leaves it out or sends another type, and that is reported. Numbers may be written as text.
 */
export interface Field<Value> {
  readonly description?: string | undefined;
  readonly kind: Kind<unknown>;
  readonly isNullable: boolean;
  /** Devin's name for the field, if it is another one. */
  readonly sentAs?: string;
  /** Makes the reader, for the name that Devin uses. */
  readonly reader: (name: string) => Reader<Value>;
  /** The field holds what Devin sends in all other fields, but not in these. */
  readonly othersBut?: readonly string[];
}

/** The fields of a record by name, in the order of its columns. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The fields of a record type. */
export type FieldsOf<Row> = { readonly [Name in keyof Row]: Field<Row[Name]> };
