// JSON schemas: the connector's spec from the type Config, a stream's schema from the fields that it declares.
import path from 'node:path';
import ts from 'typescript';
import TJS from 'typescript-json-schema';

const documentationUrl = 'https://github.com/source-devin/source-devin/blob/main/docs/devin.md';
const ownKeywords = ['airbyte_secret', 'always_show', 'asType', 'order', 'pattern_descriptor'];
const refusedKeywords = ['$ref', 'allOf', 'anyOf', 'const', 'not', 'oneOf', 'patternProperties'];
const keywordOrder = [
  ...[
    '$schema',
    'title',
    'description',
    'type',
    'enum',
    'format',
    'airbyte_type',
    'pattern',
    'pattern_descriptor',
  ],
  ...['minimum', 'maximum', 'default', 'examples', 'order', 'airbyte_secret', 'always_show'],
  ...['required', 'properties', 'items', 'additionalProperties'],
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
  const schema = tidy(generator.getSchemaForSymbol('Config'), 'Config');
  delete schema.description; // Says what the type is for, which is nothing to tell in a form.
  return { documentationUrl, connectionSpecification: inOrder({ ...schema, additionalProperties: true }) };
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

/** A definition in the few keywords that Airbyte's destinations understand; `where` names it in errors. */
function tidy(definition, where) {
  const { asType, ...schema } = mergeNull(definition);
  const refused = refusedKeywords.find((keyword) => keyword in schema);
  if (refused !== undefined)
    throw new Error(`${where}: the type needs "${refused}", which Airbyte does not take.`);
  requireOneType(schema, where);
  if (schema.description !== undefined) schema.description = schema.description.replace(/\s+/g, ' ');
  if (Array.isArray(schema.type)) schema.type = ['null', ...schema.type.filter((type) => type !== 'null')];
  if (asType !== undefined) schema.type = replaceNumber(schema.type, asType, where);
  if (schema.format === 'date-time') schema.airbyte_type = 'timestamp_with_timezone';
  if (schema.items !== undefined) schema.items = tidy(schema.items, `${where}[]`);
  // Airbyte's acceptance tests take nothing else, whatever the values of a map are.
  if (schema.additionalProperties !== undefined) schema.additionalProperties = true;
  if (schema.properties !== undefined) tidyProperties(schema, where);
  return inOrder(schema);
}

function tidyProperties(schema, where) {
  const names = Object.keys(schema.properties);
  const entries = names.map((name) => [name, tidy(schema.properties[name], `${where}.${name}`)]);
  schema.properties = Object.fromEntries(entries);
  if (schema.required) schema.required = names.filter((name) => schema.required.includes(name));
}

function requireOneType({ type }, where) {
  const types = [type].flat().filter((one) => one !== undefined && one !== 'null');
  if (types.length !== 1) throw new Error(`${where}: the type must be one JSON type, or that type or null.`);
}

/** `anyOf: [T, null]` as the nullable T that it means. */
function mergeNull(definition) {
  const { anyOf, ...rest } = definition;
  if (anyOf?.length !== 2 || anyOf[1].type !== 'null' || typeof anyOf[0].type !== 'string') return definition;
  const merged = { ...anyOf[0], ...rest, type: ['null', anyOf[0].type] };
  return merged.enum === undefined ? merged : { ...merged, enum: [...merged.enum, null] };
}

function replaceNumber(type, replacement, where) {
  const types = [type].flat();
  if (!types.includes('number')) throw new Error(`${where}: @asType is only for numbers.`);
  const replaced = types.map((one) => (one === 'number' ? replacement : one));
  return Array.isArray(type) ? replaced : replaced[0];
}

function inOrder(schema) {
  const unknown = Object.keys(schema).filter((keyword) => !keywordOrder.includes(keyword));
  if (unknown.length > 0)
    throw new Error(`scripts/schemas.mjs does not know the keyword ${unknown.join(', ')}.`);
  return Object.fromEntries(
    keywordOrder.filter((keyword) => keyword in schema).map((keyword) => [keyword, schema[keyword]]),
  );
}
