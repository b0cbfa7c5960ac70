import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly pattern_descriptor?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly order?: number;
  readonly group?: string;
  readonly airbyte_secret?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
}

const root = path.join(__dirname, '..');
const spec = JSON.parse(readFileSync(path.join(root, 'resources/spec.json'), 'utf8')) as {
  documentationUrl: string;
  connectionSpecification: Schema & { readonly $schema: string; readonly properties: Record<string, Schema> };
};
const schema = spec.connectionSpecification;
const properties = Object.entries(schema.properties);
const everySchema = nested(schema);
const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

/** The schema and all schemas in it. */
function nested(parent: Schema): Schema[] {
  const children = [...Object.values(parent.properties ?? {}), ...(parent.items ? [parent.items] : [])];
  return [parent, ...children.flatMap(nested)];
}

/** Every key of every object in the spec, property names apart. */
const keywords = new Set(everySchema.flatMap((one) => Object.keys(one)));

describe("Airbyte's acceptance tests of the spec", () => {
  test.each([
    ['the smallest configuration', { scope: 'enterprise', api_key: 'cog_example' }, true],
    ['a property of later days', { scope: 'organization', api_key: 'cog_example', later: [] }, true],
    ['no key', { scope: 'enterprise' }, false],
  ])('test_config_match_spec: %s', (_name, config, valid) => {
    expect(ajv.validate(schema, config)).toBe(valid);
  });

  test('test_match_expected: the committed files are those that `npm run generate` writes', () => {
    const check = (): Buffer =>
      execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: root });
    expect(check).not.toThrow();
  });

  test('test_enum_usage: values are distinct', () => {
    const enums = everySchema.flatMap((one) => (one.enum === undefined ? [] : [one.enum]));
    expect(enums).toEqual([['enterprise', 'organization']]);
  });

  test('test_required: only what cannot be found out', () => {
    expect(schema.required).toEqual(['scope', 'api_key']);
  });

  test('test_optional: each optional property has a default or says what an empty one means', () => {
    const optional = properties.filter(([name]) => !schema.required?.includes(name));
    const silent = optional.filter(
      ([, one]) => one.default === undefined && !one.description?.includes('Left empty'),
    );
    expect(silent).toEqual([]);
  });

  test('test_has_secret, test_secret_is_properly_marked: the key and nothing else', () => {
    const secrets = properties.filter(([, one]) => one.airbyte_secret === true).map(([name]) => name);
    expect(secrets).toEqual(['api_key']);
    const secretNames = properties
      .map(([name]) => name)
      .filter((name) => /key|token|secret|password/.test(name));
    expect(secretNames).toEqual(secrets);
  });

  test('test_property_type_is_not_array: one type each', () => {
    for (const [name, one] of properties) expect([name, typeof one.type]).toEqual([name, 'string']);
  });

  test('test_object_not_empty', () => {
    const empty = everySchema.filter(
      (one) => one.type === 'object' && Object.keys(one.properties ?? {}).length === 0,
    );
    expect(empty).toEqual([]);
  });

  test('test_array_type', () => {
    const arrays = everySchema.filter((one) => one.type === 'array');
    const allowed = ['object', 'string', 'number', 'integer'];
    expect(arrays.filter(({ items }) => !items?.enum && !allowed.includes(String(items?.type)))).toEqual([]);
  });

  test.each(['not', 'anyOf', 'allOf', 'oneOf', 'patternProperties', 'prefixItems', 'if', 'then', 'else'])(
    'test_forbidden_complex_types, test_oneof_usage: no %s',
    (keyword) => expect([...keywords]).not.toContain(keyword),
  );

  test.each(['dependentSchemas', 'dependentRequired', 'dependencies'])(
    'test_forbidden_complex_types: no %s',
    (keyword) => expect([...keywords]).not.toContain(keyword),
  );

  test('test_date_pattern, test_date_format: a date has pattern, descriptor and format', () => {
    const dates = properties.filter(([name, one]) => name.endsWith('_date') || one.format === 'date');
    expect(dates.map(([name]) => name)).toEqual(['start_date']);
    expect(dates[0]?.[1]).toMatchObject({
      format: 'date',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      pattern_descriptor: 'YYYY-MM-DD',
    });
  });

  test('test_duplicate_order: from 0 upwards, without gap', () => {
    expect(properties.map(([, one]) => one.order)).toEqual(properties.map((_property, index) => index));
  });

  test('test_nested_group, test_display_type: neither is needed', () => {
    expect([...keywords]).not.toContain('group');
    expect([...keywords]).not.toContain('display_type');
  });

  test('test_defined_refs_exist_in_json_spec_file: there are none', () => {
    expect(JSON.stringify(spec)).not.toMatch(/"(\$ref|definitions|\$defs)"/);
  });

  test('test_additional_properties_is_true', () => {
    expect(schema.additionalProperties).toBe(true);
    expect(
      everySchema.filter((one) => ![undefined, true].includes(one.additionalProperties as true)),
    ).toEqual([]);
  });
});

describe('the form', () => {
  test('is a draft-07 schema with a documentation page', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(schema.title).toBe('Devin Usage');
    expect(spec.documentationUrl).toBe(
      'https://github.com/source-devin/source-devin/blob/main/docs/devin.md',
    );
  });

  const unset = undefined;
  const table: [name: string, type: string, byDefault: unknown, range: number[]][] = [
    ['scope', 'string', unset, []],
    ['api_key', 'string', unset, []],
    ['org_id', 'string', unset, []],
    ['api_url', 'string', 'https://api.devin.ai', []],
    ['start_date', 'string', unset, []],
    ['consumption_lookback_days', 'integer', 7, [0, 90]],
    ['metrics_lookback_days', 'integer', 28, [0, 365]],
    ['num_workers', 'integer', 8, [1, 64]],
    ['allow_missing_permissions', 'boolean', false, []],
  ];

  test('asks for the properties of the contract, in their order', () => {
    expect(properties.map(([name]) => name)).toEqual(table.map(([name]) => name));
  });

  test.each(table)('%s: %s, default %s', (name, type, byDefault, range) => {
    const property = schema.properties[name];
    expect([property?.type, property?.default]).toEqual([type, byDefault]);
    expect([property?.minimum ?? [], property?.maximum ?? []].flat()).toEqual(range);
  });

  test.each(properties)('%s has a title, a description and examples that it accepts', (_name, property) => {
    expect(property.title).toMatch(/^[A-Z][A-Za-z]*([ -]([A-Z][A-Za-z]*|of|back|\(Days\)))*$/);
    expect(property.description).toMatch(/^[A-Z].{20,}\.$/);
    expect(property.examples?.length).toBeGreaterThan(0);
    const given = property.default === undefined ? [] : [property.default];
    for (const value of [...(property.examples ?? []), ...given])
      expect(ajv.validate(property, value)).toBe(true);
  });

  test('says where to find the key, and lets every key through to a better answer', () => {
    expect(schema.properties.api_key?.description).toContain('Settings > Service users');
    expect(schema.properties.api_key?.description).toContain('https://docs.devin.ai/');
    expect(schema.properties.api_key?.pattern).toBeUndefined();
  });
});
