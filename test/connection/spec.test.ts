import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const root = path.join(__dirname, '..', '..');
const spec = JSON.parse(readFileSync(path.join(root, 'resources/spec.json'), 'utf8')) as {
  documentationUrl: string;
  connectionSpecification: Schema & { readonly $schema: string; readonly properties: Record<string, Schema> };
};
const schema = spec.connectionSpecification;
const properties = Object.entries(schema.properties);
const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

// Airbyte's own checks of the spec: test/acceptance/cat/spec.test.ts.
describe('the form of the spec', () => {
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
    ['end_date', 'string', unset, []],
    ['consumption_lookback_days', 'integer', 7, [0, 90]],
    ['metrics_lookback_days', 'integer', 28, [0, 365]],
    ['num_workers', 'integer', 8, [1, 64]],
    ['allow_missing_permissions', 'boolean', false, []],
  ];

  test('has the documented properties in the documented order', () => {
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

  test('says where to find the key, and has no pattern that rejects a key', () => {
    expect(schema.properties.api_key?.description).toContain('Settings > Service users');
    expect(schema.properties.api_key?.description).toContain('https://docs.devin.ai/');
    expect(schema.properties.api_key?.pattern).toBeUndefined();
  });
});
