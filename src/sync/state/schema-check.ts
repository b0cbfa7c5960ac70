import { isObject } from '../../devin/http/answer';
import { isDay } from '../days';

/**
 * A JSON schema with the keywords that are checked here: those of our spec and our states. Other keywords only
 * describe.
 */
export interface Schema {
  readonly type: keyof typeof types;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema | readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** The schema of an object with exactly these fields. */
export interface SchemaOf<Value extends object> extends Schema {
  readonly properties: Readonly<Record<keyof Value, Schema>>;
}

/**
 * The first problem of a value, as `<name>/<field> must …`. Undefined if the value fits the schema. Quotes no value.
 * Interprets the schema: a library that compiles schemas does not run where Node may not create code from text.
 */
export function problemWith(value: unknown, schema: Schema, name: string): string | undefined {
  if (value === null && schema.nullable) return undefined;
  if (!types[schema.type](value)) return `${name} must be ${articles[schema.type]} ${schema.type}`;
  if (schema.enum && !schema.enum.includes(value)) return `${name} must be ${schema.enum.join(' or ')}`;
  if (typeof value === 'string') return problemWithText(value, schema, name);
  if (typeof value === 'number') return problemWithNumber(value, schema, name);
  if (Array.isArray(value)) return problemWithList(value, schema, name);
  return typeof value === 'object' ? problemWithObject(value as object, schema, name) : undefined;
}

const types = {
  object: (value: unknown) => isObject(value),
  array: (value: unknown) => Array.isArray(value),
  string: (value: unknown) => typeof value === 'string',
  integer: (value: unknown) => Number.isInteger(value),
  number: (value: unknown) => Number.isFinite(value),
  boolean: (value: unknown) => typeof value === 'boolean',
};

const articles = { object: 'an', array: 'an', string: 'a', integer: 'an', number: 'a', boolean: 'a' };

/** No sync reads or writes a date outside these centuries. */
const isDateInRange = (text: string): boolean => isDay(text) && text >= '2000-01-01' && text <= '2999-12-31';

const formats: Readonly<Record<string, { fits: (text: string) => boolean; what: string }>> = {
  date: { fits: isDateInRange, what: 'a date YYYY-MM-DD from 2000 to 2999' },
  'date-time': {
    fits: (text) =>
      /^.{10}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/.test(text) && isDateInRange(text.slice(0, 10)),
    what: 'an instant YYYY-MM-DDThh:mm:ssZ from 2000 to 2999',
  },
};

function problemWithText(text: string, schema: Schema, name: string): string | undefined {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  const format = schema.format === undefined ? undefined : formats[schema.format];
  if (format && !format.fits(text)) return `${name} must be ${format.what}`;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return `${name} must match ${pattern}`;
  if (text.length < minLength) return `${name} must have at least ${minLength} characters`;
  return text.length > maxLength ? `${name} must have at most ${maxLength} characters` : undefined;
}

function problemWithNumber(value: number, { minimum, maximum }: Schema, name: string): string | undefined {
  if (minimum !== undefined && value < minimum) return `${name} must be at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `${name} must be at most ${maximum}` : undefined;
}

function problemWithList(list: readonly unknown[], schema: Schema, name: string): string | undefined {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (list.length < minItems) return `${name} must have at least ${minItems} items`;
  if (list.length > maxItems) return `${name} must have at most ${maxItems} items`;
  for (const [index, item] of list.entries()) {
    const each = isList(items) ? items[index] : items;
    const problem = each && problemWith(item, each, `${name}/${index}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemWithObject(object: object, schema: Schema, name: string): string | undefined {
  const { required = [], properties = {}, additionalProperties } = schema;
  const missing = required.find((key) => !Object.hasOwn(object, key));
  if (missing !== undefined) return `${name}/${missing} is missing`;
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const own = Object.hasOwn(properties, key) ? properties[key] : others;
    const problem = own && problemWith(value, own, `${name}/${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isList(items: Schema['items']): items is readonly Schema[] {
  return Array.isArray(items);
}
