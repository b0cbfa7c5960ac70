import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

export interface Schema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
}

/** The committed schema of a stream. */
export function schemaOf(name: string): Schema {
  return JSON.parse(
    readFileSync(path.join(__dirname, '..', '..', 'resources', 'schemas', `${name}.json`), 'utf8'),
  ) as Schema;
}

const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));

/** Accepts the records that a stream's schema describes, and no field that it does not declare. */
export function validator(name: string): ValidateFunction {
  return ajv.compile(closed(schemaOf(name)));
}

/** The schema that refuses what it does not declare. */
function closed(schema: Schema): Schema {
  const { properties, items } = schema;
  if (items !== undefined) return { ...schema, items: closed(items) };
  if (properties === undefined || Object.keys(properties).length === 0) return schema;
  const entries = Object.entries(properties).map(([field, each]) => [field, closed(each)]);
  return {
    ...schema,
    properties: Object.fromEntries(entries) as Schema['properties'],
    additionalProperties: false,
  };
}
