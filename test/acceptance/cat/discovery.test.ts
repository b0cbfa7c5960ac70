import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { CatalogStream } from '../protocol';
import { Connector, withCatEmulator } from './connector';
import { testsOf, textOf } from './settings';

interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly airbyte_type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
}

/** The schema and all schemas in it. */
function nested(parent: Schema): Schema[] {
  const children = [...Object.values(parent.properties ?? {}), ...(parent.items ? [parent.items] : [])];
  return [parent, ...children.flatMap(nested)];
}

function typesOf({ type = [] }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : type;
}

describe.each(testsOf('discovery'))('%s', (_, { config_path: file, ...options }) => {
  let streams: (CatalogStream & { json_schema: Schema })[];

  /** The schema of a field of a stream; undefined if there is none. */
  const fieldAt = ({ json_schema: schema }: { json_schema: Schema }, fieldPath: readonly string[]) =>
    fieldPath.reduce<Schema | undefined>((within, name) => within?.properties?.[name], schema);

  beforeAll(() =>
    withCatEmulator(async (emulator) => {
      streams = await new Connector(emulator, file).discover();
    }),
  );

  test('test_discover: one catalog that is not empty, with unique stream names', () => {
    expect(streams.length).toBeGreaterThan(0);
    expect(new Set(streams.map(({ name }) => name)).size).toBe(streams.length);
  });

  test('test_streams_have_valid_json_schemas', () => {
    const ajv = addFormats(new Ajv({ strict: false }));
    for (const { name, json_schema: schema } of streams) {
      expect([name, ajv.validateSchema(schema), (schema as { $schema?: string }).$schema]).toEqual([
        name,
        true,
        'http://json-schema.org/draft-07/schema#',
      ]);
      expect(schema.type).toBe('object');
    }
  });

  test('test_defined_cursors_exist_in_schema', () => {
    const withCursor = streams.filter((stream) => stream.default_cursor_field !== undefined);
    expect(withCursor.length).toBeGreaterThan(0);
    expect(withCursor.filter((stream) => !fieldAt(stream, stream.default_cursor_field ?? []))).toEqual([]);
  });

  test('test_defined_refs_exist_in_schema: there are none', () => {
    const refs = streams.filter(({ json_schema: schema }) =>
      /"(\$ref|\$defs|definitions)":/.test(JSON.stringify(schema)),
    );
    expect(refs.map(({ name }) => name)).toEqual([]);
  });

  test.each(['allOf', 'not'])('test_defined_keyword_exist_in_schema: no %s', (keyword) => {
    const found = streams.filter(({ json_schema: schema }) => nested(schema).some((one) => keyword in one));
    expect(found.map(({ name }) => name)).toEqual([]);
  });

  test('test_primary_keys_exist_in_schema', () => {
    const missing = streams.filter((stream) =>
      stream.source_defined_primary_key.some((fieldPath) => !fieldAt(stream, fieldPath)),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test('test_primary_keys_data_type: never an object, an array or null', () => {
    for (const stream of streams) {
      const types = stream.source_defined_primary_key.flatMap((fieldPath) =>
        typesOf(fieldAt(stream, fieldPath) ?? {}),
      );
      expect([stream.name, types.filter((type) => !['string', 'integer'].includes(type))]).toEqual([
        stream.name,
        [],
      ]);
    }
  });

  test('test_streams_has_sync_modes', () => {
    const modes = new Set(streams.map((stream) => stream.supported_sync_modes.join()));
    expect(['full_refresh', 'full_refresh,incremental']).toEqual(expect.arrayContaining([...modes]));
    expect(modes.size).toBeGreaterThan(0);
  });

  test('test_additional_properties_is_true', () => {
    const said = streams.flatMap(({ json_schema: schema }) =>
      nested(schema).map((one) => one.additionalProperties),
    );
    expect(new Set(said)).toEqual(new Set([true, undefined]));
    expect(streams.filter(({ json_schema: schema }) => schema.additionalProperties !== true)).toEqual([]);
  });

  test('test_backward_compatibility: there is no version before this one', () => {
    // The next version must not break the tables of this one: then this compares with the catalog of this one.
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    expect(options.backward_compatibility_tests_config?.disable_for_version).toBe(version);
  });

  test('test_catalog_has_supported_data_types', () => {
    const types = ['null', 'string', 'number', 'integer', 'boolean', 'object', 'array'];
    for (const { name, json_schema: schema } of streams) {
      for (const one of nested(schema)) {
        expect([name, typesOf(one).filter((type) => !types.includes(type))]).toEqual([name, []]);
        expect([name, [undefined, 'date', 'date-time'].includes(one.format)]).toEqual([name, true]);
        const zoned = one.format === 'date-time' ? 'timestamp_with_timezone' : undefined;
        expect([name, one.airbyte_type]).toEqual([name, zoned]);
        if (one.format !== undefined)
          expect([name, typesOf(one)]).toContainEqual(expect.arrayContaining(['string']));
      }
    }
  });
});
