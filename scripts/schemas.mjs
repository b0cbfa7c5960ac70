// JSON schemas: the connector's spec from the type Config, a stream's schema from the fields that it declares.
import path from 'node:path';
import ts from 'typescript';
import TJS from 'typescript-json-schema';

const documentationUrl = 'https://github.com/source-devin/source-devin/blob/main/docs/devin.md';
const ownKeywords = ['airbyte_secret', 'always_show', 'asType', 'order', 'pattern_descriptor'];
const keywordOrder = [
  '$schema',
  'title',
  'description',
  'type',
  'enum',
  'format',
  'airbyte_type',
  'pattern',
  'pattern_descriptor',
  'minimum',
  'maximum',
  'default',
  'examples',
  'order',
  'airbyte_secret',
  'always_show',
  'required',
  'properties',
  'items',
  'additionalProperties',
];

/** What `spec` is made with; built once for all. */
export function readTypes(root) {
  const files = [path.join(root, 'src/connection/config.ts')];
  const { options } = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), {}, ts.sys);
  // Without the types of Node and jest, which the configuration does not use: reading them takes longer than all the rest.
  const program = ts.createProgram(files, { ...options, types: [] });
  // Errors of types are the business of `npm run types`.
  const settings = { ref: false, required: true, ignoreErrors: true, validationKeywords: ownKeywords };
  return TJS.buildGenerator(program, { ...settings, strictNullChecks: true }, files);
}

/** The connector's spec, as Airbyte draws its form from it. */
export function spec(generator) {
  const { properties, required, ...schema } = generator.getSchemaForSymbol('Config');
  delete schema.description; // Says what the type is for, which is nothing to tell in a form.
  const names = Object.keys(properties);
  const connectionSpecification = inOrder({
    ...schema,
    required: names.filter((name) => required.includes(name)),
    properties: Object.fromEntries(names.map((name) => [name, property(name, properties[name])])),
    additionalProperties: true,
  });
  return { documentationUrl, connectionSpecification };
}

/** A property of the configuration: one JSON type, in the few keywords that Airbyte takes. */
function property(name, { asType, ...schema }) {
  if (typeof schema.type !== 'string') throw new Error(`Config.${name}: the type must be one JSON type.`);
  return inOrder({
    ...schema,
    type: asType ?? schema.type,
    description: schema.description.replace(/\s+/g, ' '),
  });
}

/** The schema of a stream's records: all its fields, and perhaps more some day. */
export function recordSchema({ name, fields }) {
  if (fields === undefined) throw new Error(`src/streams/${name}.ts must declare the fields of its records.`);
  const $schema = 'http://json-schema.org/draft-07/schema#';
  return inOrder({ $schema, type: 'object', ...schemaOfFields(fields), additionalProperties: true });
}

function schemaOfFields(fields) {
  const properties = Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]);
  return { required: Object.keys(fields), properties: Object.fromEntries(properties) };
}

function schemaOf({ description, isNullable, kind: { type, format, fields, item, isOpen } }) {
  const schema = { type: isNullable ? ['null', type] : type };
  if (description !== undefined) schema.description = description;
  if (format !== undefined) schema.format = format;
  if (format === 'date-time') schema.airbyte_type = 'timestamp_with_timezone';
  if (fields !== undefined) Object.assign(schema, isOpen ? { properties: fields } : schemaOfFields(fields));
  // Items of another type are left out of a list: items are never null.
  if (item !== undefined) schema.items = schemaOf({ ...item, isNullable: false });
  // Airbyte's acceptance tests take nothing else, whatever the values of a map are.
  if (isOpen) schema.additionalProperties = true;
  return inOrder(schema);
}

function inOrder(schema) {
  const unknown = Object.keys(schema).filter((keyword) => !keywordOrder.includes(keyword));
  if (unknown.length > 0)
    throw new Error(`scripts/schemas.mjs does not know the keyword ${unknown.join(', ')}.`);
  return Object.fromEntries(
    keywordOrder.filter((keyword) => keyword in schema).map((keyword) => [keyword, schema[keyword]]),
  );
}
