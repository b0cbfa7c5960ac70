/** Told of a field whose value is not as documented. */
export type ReportOdd = (field: string) => void;

/** What the values of a field are: how they are read, and what the JSON schema says of them. */
export interface Kind<Value> {
  /** For errors: `no <what> in "<field>"`. */
  readonly what: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly format?: 'date' | 'date-time';
  /** The fields of an object. */
  readonly fields?: Fields;
  /** What a list is of. */
  readonly item?: Field<unknown>;
  /** An object with any fields. */
  readonly isOpen?: true;
  /** Values of this JavaScript type are passed on as they are; of numbers only whole ones. */
  readonly asIs?: 'string' | 'number' | 'boolean';
  /** Makes the reader for a field of this name: of the value, or undefined where it is of another type. */
  readonly reader: (name: string) => (value: unknown, report: ReportOdd) => Value | undefined;
  /** Whether the value counts something that happened; absent where such values are no counts. */
  counts?(value: Value): boolean;
}

/** Reads a value from what Devin sent. */
export type Reader<Value> = (value: unknown, report: ReportOdd) => Value;

/**
 * A field of a record: its sentence, its type, and how it is read from Devin's answer. As it is made, it is null where
 * Devin leaves it out or sends another type, which is reported; numbers may be written as text.
 */
export interface Field<Value> {
  readonly description?: string | undefined;
  readonly kind: Kind<unknown>;
  readonly isNullable: boolean;
  /** Devin's name for it; the field's own where this is left out. */
  readonly sentAs?: string;
  /** Makes the reader for the name that Devin has for it. */
  readonly reader: (name: string) => Reader<Value>;
}

/** The fields of a record by name, in the order of its columns. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The fields of a record of a type. */
export type FieldsOf<Row> = { readonly [Name in keyof Row]: Field<Row[Name]> };
