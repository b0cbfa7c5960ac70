import type { Emulator } from '../../../emulator/emulator';
import type { ScopeName } from '../harness';
import { comparable } from '../owed';
import type { CatalogStream, Message, Row } from '../protocol';
import type { Run } from '../run';
import { Connector, keyOf, withCatEmulator, type Configured } from './connector';
import { testsOf, type IgnoredFields } from './settings';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/*
 * test_read makes one read of all that is discovered, and asserts many things of it: each is a test here. What holds of
 * every run of the acceptance tests holds of this one, too: executable.ts.
 */
describe.each(testsOf('basic_read'))('test_read: %s', (_, { config_path: file, ...options }) => {
  let catalog: Configured[];
  let ended: Run;
  let truth: (stream: string) => Row[];

  beforeAll(() =>
    withCatEmulator(async (emulator) => {
      const connector = new Connector(emulator, file);
      const empty = (options.empty_streams ?? []).map(({ name }) => name);
      catalog = (await connector.configuredCatalog()).filter(({ stream }) => !empty.includes(stream.name));
      ended = await connector.read(catalog);
      const told = new Map(
        catalog.map(({ stream }) => [stream.name, truthOf(emulator, connector.config, stream.name)]),
      );
      truth = (stream) => told.get(stream) ?? [];
    }),
  );

  const names = (streams: readonly Configured[]): string[] => streams.map(({ stream }) => stream.name);

  test('ends with exit code 0 and no error', () => expect([ended.exitCode, ended.errors]).toEqual([0, []]));

  test('no stream is empty, except those that acceptance-test-config.yml names', () => {
    expect(names(catalog.filter(({ stream }) => ended.records(stream.name).length === 0))).toEqual([]);
    expect(catalog.length).toBeGreaterThan(10);
  });

  test('validate_schema, fail_on_extra_columns: fields and formats match the schema, and there are no extra fields', () => {
    // Formats and types are checked in executable.ts, of each record of each run.
    expect([options.validate_schema ?? true, options.fail_on_extra_columns]).toEqual([true, true]);
    for (const { stream } of catalog) {
      const declared = Object.keys((stream.json_schema as Schema).properties ?? {});
      const found = new Set(ended.records(stream.name).flatMap((row) => Object.keys(row)));
      expect([stream.name, [...found].filter((field) => !declared.includes(field))]).toEqual([
        stream.name,
        [],
      ]);
    }
  });

  test('validate_primary_keys_data_type: each key is unique and consists of strings and whole numbers', () => {
    for (const { stream } of catalog) {
      const rows = ended.records(stream.name);
      const parts = rows.flatMap((row) =>
        stream.source_defined_primary_key.map(([field = '']) => row[field]),
      );
      const odd = parts.filter((part) => typeof part !== 'string' && !Number.isInteger(part));
      expect([stream.name, odd]).toEqual([stream.name, []]);
      expect([stream.name, new Set(rows.map((row) => keyOf(row, stream))).size]).toEqual([
        stream.name,
        rows.length,
      ]);
    }
  });

  test('validate_data_points: each field has a value in some record, except those that acceptance-test-config.yml names', () => {
    const { ignored_fields: ignored = {} } = options;
    const unseen = Object.fromEntries(
      catalog
        .map(({ stream }) => [stream.name, unseenFields(stream, ended.records(stream.name))] as const)
        .filter(([, fields]) => fields.length > 0),
    );
    expect(unseen).toEqual(namesOf(ignored));
  });

  test("expect_records: the records equal Devin's data", () => {
    for (const { stream } of catalog) {
      const { name } = stream;
      const rows = name === 'members' ? comparable(ended.records(name)) : ended.records(name);
      const byKey = new Map(rows.map((row) => [keyOf(row, stream), row]));
      const told = truth(name).map((row) => pick(byKey.get(keyOf(row, stream)) ?? {}, Object.keys(row)));
      expect([name, told]).toEqual([name, truth(name)]);
      expect([name, rows.length]).toEqual([name, truth(name).length]);
    }
  });

  test('validate_stream_statuses: STARTED, RUNNING, COMPLETE, of every stream', () => {
    expect(options.validate_stream_statuses).toBe(true);
    for (const { stream } of catalog) {
      const statuses = ended.statuses(stream.name).join(' ');
      expect([stream.name, statuses]).toEqual([
        stream.name,
        expect.stringMatching(/^STARTED( RUNNING)+ COMPLETE$/),
      ]);
    }
  });

  test('validate_state_messages: at least one of each stream, never LEGACY, with sourceStats', () => {
    const of = ended.states.map(({ stream }) => stream.stream_descriptor.name);
    expect([...new Set(of)].sort()).toEqual(names(catalog).sort());
    for (const { type, sourceStats } of ended.states)
      expect([type, sourceStats]).toEqual(['STREAM', { recordCount: expect.any(Number) as number }]);
    for (const { stream } of catalog) {
      const counts = ended.states.filter((state) => state.stream.stream_descriptor.name === stream.name);
      const counted = counts.reduce((sum, { sourceStats }) => sum + (sourceStats?.recordCount ?? 0), 0);
      expect([stream.name, counted]).toEqual([stream.name, ended.records(stream.name).length]);
    }
  });
});

test.each(testsOf('basic_read'))('test_airbyte_trace_message_on_failure: %s', (_, { config_path: file }) =>
  withCatEmulator(async (emulator) => {
    const stream = {
      name: '__AIRBYTE__stream_that_does_not_exist',
      json_schema: { type: 'object', properties: { f1: { type: 'string' } } },
      supported_sync_modes: ['full_refresh'],
    };
    const broken = { stream, sync_mode: 'INVALID', destination_sync_mode: 'INVALID' };
    const { exitCode, errors, messages } = await new Connector(emulator, file).read([
      broken as unknown as Configured,
    ]);
    expect([exitCode, errors.length]).toEqual([1, 1]);
    expect(errors[0]?.failure_type).toBe('config_error');
    expect(messages.filter(({ type }: Message) => type === 'RECORD')).toEqual([]);
  }),
);

/** What the emulator knows, from the start date of a configuration. */
function truthOf(emulator: Emulator, config: Row, stream: string): Row[] {
  const scope = config.scope as ScopeName;
  const rows = emulator.truth(stream, scope, { from: String(config.start_date) });
  return stream === 'members' ? comparable(rows) : rows;
}

function pick(row: Row, fields: readonly string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, row[field]]));
}

/** The outermost fields of a stream, however deep, that have a value in no row. */
function unseenFields({ json_schema: schema }: CatalogStream, rows: readonly Row[]): string[] {
  const unseen = (within: Schema, values: readonly unknown[], path: string): string[] => {
    const present = values.flat().filter((value) => value !== null && value !== undefined) as Row[];
    if (present.length === 0) return [path];
    const { properties } = within.items ?? within;
    return Object.entries(properties ?? {}).flatMap(([name, field]) =>
      unseen(
        field,
        present.map((value) => value[name]),
        path === '' ? name : `${path}.${name}`,
      ),
    );
  };
  return unseen(schema, rows, '').sort();
}

function namesOf(ignored: IgnoredFields): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(ignored).map(([stream, fields]) => [stream, fields.map(({ name }) => name).sort()]),
  );
}
