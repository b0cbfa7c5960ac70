// JSON schemas from TypeScript types: the connector's spec from Config, a stream's schema from its record type.
import { existsSync, readdirSync } from 'node:fs';
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

/** The type-checked program of `root` from which `spec` and `recordSchemas` are made; built once for all. */
export function readTypes(root) {
  const configFile = path.join(root, 'src/config.ts');
  const streamsFolder = path.join(root, 'src/streams');
  const streamFiles = (existsSync(streamsFolder) ? readdirSync(streamsFolder) : [])
    .filter((file) => /^[a-z]+(_[a-z]+)*\.ts$/.test(file) && file !== 'index.ts')
    .map((file) => path.join(streamsFolder, file));
  const files = [configFile, ...streamFiles].sort();
  const { options } = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), {}, ts.sys);
  // Without the types of Node and jest, of which no record is made: reading them takes longer than all the rest.
  const program = ts.createProgram(files, { ...options, types: [] });
  // Errors of types are the business of `npm run types`.
  const settings = { ref: false, required: true, ignoreErrors: true, validationKeywords: ownKeywords };
  const generator = TJS.buildGenerator(program, { ...settings, strictNullChecks: true }, files);
  readMaps(generator, program.getTypeChecker());
  return { generator, streamFiles };
}

/** typescript-json-schema 0.68.0 forgets the values of a mapped type such as `Record<string, number | null>`. */
function readMaps(generator, checker) {
  const readClass = generator.getClassDefinition;
  generator.getClassDefinition = function (type, definition) {
    const value = checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type;
    if (value === undefined || type.getProperties().length > 0) return readClass.call(this, type, definition);
    return Object.assign(definition, { type: 'object', additionalProperties: this.getTypeDefinition(value) });
  };
}

/** The connector's spec, as Airbyte draws its form from it. */
export function spec({ generator }) {
  const schema = tidy(generator.getSchemaForSymbol('Config'), 'Config');
  delete schema.description; // Says what the type is for, which is nothing to tell in a form.
  return { documentationUrl, connectionSpecification: inOrder({ ...schema, additionalProperties: true }) };
}

/** The schema of each stream by name: of the type `DailyPrMetricsRecord` in `daily_pr_metrics.ts`, for instance. */
export function recordSchemas({ generator, streamFiles }) {
  const typeNames = new Set(generator.getUserSymbols());
  const schemas = new Map();
  for (const file of streamFiles) {
    const name = path.basename(file, '.ts');
    const typeName = recordTypeName(name);
    if (!typeNames.has(typeName)) continue;
    const schema = tidy(generator.getSchemaForSymbol(typeName), name);
    schemas.set(name, inOrder({ ...schema, additionalProperties: true }));
  }
  return schemas;
}

export function recordTypeName(stream) {
  return `${stream.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase())}Record`;
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
