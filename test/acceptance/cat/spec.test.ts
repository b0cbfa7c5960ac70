import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { run } from '../executable';
import { temporaryFiles } from '../harness';
import { leak } from '../leak';
import type { Row } from '../protocol';
import type { Run } from '../run';
import { settings, testsOf, textOf } from './settings';

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly order?: number;
  readonly airbyte_secret?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
}

const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

/** A configuration of test_files; nothing here asks the emulator. */
const configAt = (file: string): Row => JSON.parse(textOf(file)) as Row;
const tests = testsOf('spec');
const [[, firstTest]] = tests as [(typeof tests)[number]];

let spec: { connectionSpecification: Schema; advanced_auth?: object };
let schema: Schema & { readonly properties: Record<string, Schema>; readonly required: readonly string[] };
let everySchema: Schema[];
let keywords: string[];

beforeAll(async () => {
  const { messages } = await run(['spec']);
  expect(messages).toHaveLength(1);
  spec = (messages[0] as unknown as { spec: typeof spec }).spec;
  schema = spec.connectionSpecification as typeof schema;
  everySchema = nested(schema);
  // Of every object in the spec, names of properties apart.
  keywords = [...new Set(everySchema.flatMap((one) => Object.keys(one)))];
});

/** The schema and all schemas in it. */
function nested(parent: Schema): Schema[] {
  const children = [...Object.values(parent.properties ?? {}), ...(parent.items ? [parent.items] : [])];
  return [parent, ...children.flatMap(nested)];
}

/** Discovers, which needs a valid configuration and no Devin. */
async function discoverWith(config: Row): Promise<Run> {
  const files = temporaryFiles({ config });
  return run(['discover', '--config', files.config ?? ''], { onEnd: files.remove });
}

test.each(tests)('test_config_match_spec: %s', (_, { config_path: file }) => {
  const config = configAt(file);
  expect([ajv.validate(schema, config), ajv.errors]).toEqual([true, null]);
  expect(ajv.validate(schema, { ...config, a_property_of_later_days: [] })).toBe(true);
  expect(ajv.validate(schema, { ...config, api_key: 7 })).toBe(false);
});

test.each(tests)('test_match_expected: %s', (_, { spec_path: file }) => {
  expect(spec).toEqual(JSON.parse(textOf(file)));
});

test('test_enum_usage: values are distinct', () => {
  const enums = everySchema.flatMap((one) => (one.enum === undefined ? [] : [one.enum]));
  expect(enums).toEqual([['enterprise', 'organization']]);
});

test('test_oneof_usage: there is none', () => expect(keywords).not.toContain('oneOf'));

test('test_required: only properties that have no default and that every command needs', async () => {
  expect(schema.required).toEqual(['scope', 'api_key']);
  for (const name of schema.required) {
    const config = configAt(firstTest.config_path);
    expect(ajv.validate(schema, { ...config, [name]: undefined })).toBe(false);
    const { exitCode, errors } = await discoverWith({ ...config, [name]: undefined });
    expect([exitCode, errors.length, errors[0]?.message]).toEqual([1, 1, expect.stringContaining(name)]);
  }
});

test('test_optional: check works without any, and each has a default or describes the empty value', async () => {
  const config = configAt(firstTest.config_path);
  const required = Object.fromEntries(schema.required.map((name) => [name, config[name]]));
  expect(ajv.validate(schema, required)).toBe(true);
  expect((await discoverWith(required)).exitCode).toBe(0);
  const optional = Object.entries(schema.properties).filter(([name]) => !schema.required.includes(name));
  expect(optional.length).toBeGreaterThan(5);
  const silent = ([, one]: [string, Schema]): boolean =>
    one.default === undefined && one.description?.includes('If it is empty') !== true;
  expect(optional.filter(silent)).toEqual([]);
});

test('test_has_secret: the key', () => expect(secrets()).toEqual(['api_key']));

test('test_secret_never_in_the_output: not even when the configuration is wrong', async () => {
  const config: Row = { ...configAt(firstTest.config_path), org_id: 'org-1', api_url: 'ftp://127.0.0.1' };
  const { exitCode, stdout, stderr } = await discoverWith(config);
  expect(exitCode).toBe(1);
  expect(leak(stdout + stderr, String(config.api_key))).toBeUndefined();
});

function secrets(): string[] {
  return Object.entries(schema.properties).flatMap(([name, one]) =>
    one.airbyte_secret === true ? [name] : [],
  );
}

test('test_secret_is_properly_marked: only properties with the name of a secret are secrets', () => {
  const names = [
    ...['client_token', 'access_token', 'api_token', 'token', 'secret', 'client_secret', 'password', 'key'],
    ...[
      'service_account_info',
      'service_account',
      'tenant_id',
      'certificate',
      'jwt',
      'credentials',
      'app_id',
    ],
    ...['appid', 'refresh_token', 'api_key'],
  ];
  expect(Object.keys(schema.properties).filter((name) => names.includes(name.toLowerCase()))).toEqual(
    secrets(),
  );
});

test('test_property_type_is_not_array: each property has one type', () => {
  const types = Object.values(schema.properties).map(({ type }) => typeof type);
  expect(new Set(types)).toEqual(new Set(['string']));
});

test('test_object_not_empty', () => {
  const objects = everySchema.filter(({ type }) => type === 'object');
  expect(objects.length).toBeGreaterThan(0);
  expect(objects.filter((one) => Object.keys(one.properties ?? {}).length === 0)).toEqual([]);
});

test('test_array_type: there is none', () => {
  expect(everySchema.filter(({ type }) => type === 'array')).toEqual([]);
  expect(keywords).not.toContain('items');
});

test.each([
  ...['not', 'anyOf', 'allOf', 'patternProperties', 'prefixItems', 'if', 'then', 'else'],
  ...['dependentSchemas', 'dependentRequired', 'dependencies'],
])('test_forbidden_complex_types: no %s', (keyword) => expect(keywords).not.toContain(keyword));

test('test_date_pattern: each date has a pattern', () => {
  const dates = everySchema.filter(({ format }) => format?.startsWith('date') === true);
  expect(dates.map(({ pattern }) => pattern)).toEqual(Array(2).fill('^[0-9]{4}-[0-9]{2}-[0-9]{2}$'));
});

test('test_date_format: each property with a date pattern is a date', () => {
  const dates = everySchema.filter(({ pattern }) => pattern?.includes('[0-9]{4}') === true);
  expect(dates.map(({ format }) => format)).toEqual(['date', 'date']);
});

test('test_duplicate_order: numbered from 0 without a gap', () => {
  const properties = Object.values(schema.properties);
  expect(properties.map(({ order }) => order)).toEqual(properties.map((_property, index) => index));
});

test('test_nested_group: there is none', () => expect(keywords).not.toContain('group'));

test('test_display_type: there is none', () => expect(keywords).not.toContain('display_type'));

test('test_defined_refs_exist_in_json_spec_file: there are none', () => {
  expect(JSON.stringify(spec)).not.toMatch(/"(\$ref|definitions|\$defs)"/);
});

test('test_oauth_flow_parameters, test_oauth_is_default_method: Devin has only API keys', () => {
  expect(spec.advanced_auth).toBeUndefined();
});

test.each(tests)('test_backward_compatibility: no version is older than the version of %s', (_, each) => {
  // The next version must not break what this one takes: then this compares with the spec of this one.
  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  expect(each.backward_compatibility_tests_config?.disable_for_version).toBe(version);
});

test('test_additional_properties_is_true', () => {
  const said = everySchema.map(({ additionalProperties }) => additionalProperties);
  expect(said.filter((value) => value !== undefined)).toEqual([true]);
});

test('every section that has a version names the same one', () => {
  const { spec: ofSpec, discovery } = settings.acceptance_tests;
  const all = [...(ofSpec.tests ?? []), ...(discovery.tests ?? [])];
  expect(new Set(all.map((each) => each.backward_compatibility_tests_config?.disable_for_version)).size).toBe(
    1,
  );
});
