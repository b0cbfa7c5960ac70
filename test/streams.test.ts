import { readdirSync } from 'node:fs';
import path from 'node:path';
import { lastCompleteDay } from '../src/sync/days';
import type { Permission, Probe, ScopeKind, Stream } from '../src/sync/define';
import { streams } from '../src/streams';
import { fixtureNames, fixturesOf, keyOf, scopeOf, type Exchange, type Fixture } from './contract/fixture';
import { configOf, readStream, sourceAt, type Read } from './contract/reading';
import { apiUrl, Replay } from './contract/replay';
import { schemaOf, validator } from './contract/schema';
import { itemsOf } from './contract/touch';
import { reachOnlyNock } from './nock-only';

/*
 * The rules of every stream, checked on each stream of src/streams/index.ts in each of its scopes. A new stream needs
 * nothing here but its fixture: `npm run fixture <stream>`.
 */

const names = streams.map(({ name }) => name);
const filesIn = (folder: string, extension: string): string[] =>
  readdirSync(path.join(__dirname, '..', folder)).map((file) => path.basename(file, extension));

reachOnlyNock();

describe('the list of streams', () => {
  it('names each stream once', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it('has every file of src/streams, and no other', () => {
    expect(
      filesIn('src/streams', '.ts')
        .filter((name) => name !== 'index')
        .sort(),
    ).toEqual([...names].sort());
  });

  it('has a generated schema for each: npm run generate', () => {
    expect(filesIn('resources/schemas', '.json').sort()).toEqual([...names].sort());
  });

  it('has a fixture for each: npm run fixture', () => {
    expect(fixtureNames().sort()).toEqual([...names].sort());
  });
});

it('fixtures have only invented people', () => {
  const texts = fixtureNames().map((name) => JSON.stringify(fixturesOf(name)));
  const emails = texts.flatMap((text) => text.match(/[\w.+-]+@[\w.-]+/g) ?? []);
  expect(emails.length).toBeGreaterThan(0);
  expect(emails.filter((email) => !email.endsWith('@example.com'))).toEqual([]);
});

const inScopes = streams.flatMap((stream) =>
  (fixtureNames().includes(stream.name) ? fixturesOf(stream.name) : []).map(
    (fixture): [string, ScopeKind, Stream, Fixture] => [stream.name, fixture.scope, stream, fixture],
  ),
);

describe.each(streams.map((stream): [string, Stream] => [stream.name, stream]))('%s', (name, stream) => {
  it('has a fixture for each of its scopes, and a permission', () => {
    expect(fixturesOf(name).map(({ scope }) => scope)).toEqual(stream.scopes);
    expect(Object.keys(stream.permission)).toEqual(expect.arrayContaining([...stream.scopes]));
  });

  it('has a primary key and a cursor that its schema requires', () => {
    const { required, properties } = schemaOf(name);
    const fields = [...stream.primaryKey, ...(stream.cursorField === undefined ? [] : [stream.cursorField])];
    expect(stream.primaryKey.length).toBeGreaterThan(0);
    expect(required).toEqual(expect.arrayContaining(fields));
    expect(Object.keys(properties ?? {})).toEqual(expect.arrayContaining(fields));
  });
});

describe.each(inScopes)('%s in %s scope', (name, scope, stream, fixture) => {
  const isIncremental = stream.cursorField !== undefined;
  const read = (syncMode: string, state?: unknown): Promise<Read> =>
    readStream({ stream: name, fixture, apiUrl, syncMode, state });
  const everything = [...fixture.exchanges, ...fixture.again];
  const firstKeys = fixture.exchanges.map(keyOf);

  it('is discovered with its schema, key, cursor and sync modes', async () => {
    const { catalog } = await sourceAt(fixture.now).discover(configOf(fixture, apiUrl));
    const incremental = { source_defined_cursor: true, default_cursor_field: [stream.cursorField] };
    expect(catalog.streams.find((entry) => entry.name === name)).toEqual({
      name,
      json_schema: schemaOf(name),
      supported_sync_modes: isIncremental ? ['full_refresh', 'incremental'] : ['full_refresh'],
      source_defined_primary_key: stream.primaryKey.map((field) => [field]),
      ...(isIncremental && incremental),
    });
  });

  it('sends exactly the requests of its fixture, and emits its records', async () => {
    const wire = new Replay(fixture.exchanges);
    const first = await read(isIncremental ? 'incremental' : 'full_refresh');
    expect(first.failures).toEqual([]);
    expect(first.statuses).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    expect([...wire.asked].sort()).toEqual([...firstKeys].sort());
    expect(byKey(stream, first.records)).toEqual(byKey(stream, fixture.records));
  });

  it('emits records that match its schema exactly, with unique keys without nulls', () => {
    const isAsDeclared = validator(name);
    for (const record of fixture.records) {
      expect([isAsDeclared(record), isAsDeclared.errors]).toEqual([true, null]);
      const fields = [...stream.primaryKey, stream.cursorField ?? stream.primaryKey[0] ?? ''];
      expect(fields.map((field) => record[field])).not.toContain(null);
    }
    const keys = fixture.records.map((record) => keyText(stream, record));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(isIncremental ? ['full_refresh'] : ['full_refresh', 'incremental'])(
    'reads everything again in mode %s, whatever the state',
    async (syncMode) => {
      const wire = new Replay(fixture.exchanges);
      const { state } = await read('incremental');
      const { records } = await read(syncMode, state);
      expect(byKey(stream, records)).toEqual(byKey(stream, fixture.records));
      expect([...wire.asked].sort()).toEqual([...firstKeys, ...firstKeys].sort());
    },
  );

  it('finds nothing new when read again with its state: at most the same days that are not final', async () => {
    new Replay(everything);
    const first = await read('incremental');
    const second = await read('incremental', first.state);
    expect(second.failures).toEqual([]);
    expect(second.state).toEqual(first.state);
    expect(first.records).toEqual(expect.arrayContaining(second.records));
    if (!isIncremental) return;
    expect(second.records.length).toBeLessThan(first.records.length);
    expect(second.records.filter(({ is_final }) => is_final === true)).toEqual([]);
  });

  it('loses nothing when a request always fails: the next sync reads the rest', async () => {
    const wire = new Replay(everything, (key) => (key === firstKeys.at(-1) ? 500 : undefined));
    const failed = await read('incremental');
    expect(failed.statuses.at(-1)).toBe('INCOMPLETE');
    expect(failed.failures).toEqual([
      {
        failure_type: 'transient_error',
        stream: name,
        message: expect.stringMatching(/^unreachable: /) as string,
      },
    ]);
    expect(firstKeys).toEqual(expect.arrayContaining(wire.asked));
    const rest = new Replay(everything);
    const resumed = await read('incremental', failed.state);
    expect(resumed.failures).toEqual([]);
    expect(byKey(stream, [...failed.records, ...resumed.records])).toEqual(byKey(stream, fixture.records));
    const second = new Replay(everything);
    await read('incremental', resumed.state);
    const asked = new Set([...rest.asked, ...second.asked].filter((key) => !firstKeys.includes(key)));
    expect([...asked].sort()).toEqual(fixture.again.map(keyOf).sort());
  });

  it.each([...new Set(fixture.exchanges.map((exchange) => exchange.path))])(
    'names the stream and the permission when it may not read %s',
    async (refused) => {
      new Replay(everything, (key) => (key.startsWith(`${refused}?`) ? 403 : undefined));
      const { failures, statuses } = await read('incremental');
      const [failure] = failures;
      expect(statuses.at(-1)).toBe('INCOMPLETE');
      expect(failures).toHaveLength(1);
      expect(failure).toMatchObject({ failure_type: 'config_error', stream: name });
      expect(failure?.message).toMatch(/^invalid_permissions: .*403/);
      expect(failure?.message).toContain(name);
      expect(failure?.message).toContain(permissionOf(stream, scope, fixture, refused).name);
    },
  );

  it('is probed by requests that its fixture answers', () => {
    const wanted = probesOf(stream, fixture);
    expect(wanted.length).toBeGreaterThan(0);
    const answered = fixture.probes.filter(({ status }) => status === undefined).map(keyOf);
    for (const keys of wanted) expect(answered.filter((key) => keys.includes(key))).toHaveLength(1);
    expect(wanted.flat()).toEqual(expect.arrayContaining(fixture.probes.map(keyOf)));
  });
});

test.each(['enterprise', 'organization'] as const)(
  'check in %s scope sends each probe of its streams once, and one request for the principal',
  async (scope) => {
    const fixtures = inScopes.filter(([, each]) => each === scope).map(([, , , fixture]) => fixture);
    const probes = new Map(
      fixtures.flatMap((fixture) => fixture.probes).map((probe) => [keyOf(probe), probe]),
    );
    const [fixture] = fixtures as [Fixture];
    const org_id = fixture.config.org_id ?? null;
    const self: Exchange = {
      path: '/v3/self',
      query: {},
      answer: { principal_type: 'service_user', org_id },
    };
    const wire = new Replay([self, ...probes.values()]);
    const { connectionStatus } = await sourceAt(fixture.now).check(configOf(fixture, apiUrl));
    expect(connectionStatus).toEqual({
      status: 'SUCCEEDED',
      message: expect.not.stringContaining('Cannot be read') as string,
    });
    expect([...wire.asked].sort()).toEqual([keyOf(self), ...probes.keys()].sort());
  },
);

function keyText(stream: Stream, record: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(stream.primaryKey.map((field) => record[field]));
}

/** What a destination holds: the last record of each primary key, in the order of the keys. */
function byKey(stream: Stream, records: Fixture['records']): unknown[] {
  const rows = new Map(records.map((record) => [keyText(stream, record), record]));
  return [...rows.keys()].sort().map((key) => rows.get(key));
}

/** The requests that a stream's probes may make: for each probe, one of these. */
function probesOf(stream: Stream, fixture: Fixture): string[][] {
  const lastDay = lastCompleteDay(new Date(fixture.now));
  return stream
    .probes(scopeOf(fixture, apiUrl), lastDay)
    .flatMap((probe) => withNext(probe, fixture))
    .map(keysOf);
}

/** A probe, and the one that follows its answer in the fixture. */
function withNext(probe: Probe, fixture: Fixture): Probe[] {
  const keys = keysOf(probe);
  const answers = fixture.probes.filter((each) => keys.includes(keyOf(each)) && each.status === undefined);
  const next = answers.flatMap(({ answer }) => probe.next?.(itemsOf(answer)[0]) ?? []);
  return [probe, ...next.flatMap((each) => withNext(each, fixture))];
}

function keysOf({ paths, query }: Probe): string[] {
  return paths.map((each) => keyOf({ path: each, query: query as Readonly<Record<string, string>> }));
}

/** Whose permission a path needs: that of the stream which it belongs to most closely, or else the reading stream's own. */
function permissionOf(stream: Stream, scope: ScopeKind, fixture: Fixture, requested: string): Permission {
  const devinScope = scopeOf(fixture, apiUrl);
  const probing = streams
    .filter((each) => each.scopes.includes(scope))
    .map((each) => ({ each, probes: each.probes(devinScope, '2026-11-20') }))
    .filter(({ probes }) => probes.some(({ paths }) => paths.includes(requested)))
    .sort((one, other) => one.probes.length - other.probes.length);
  return (probing[0]?.each ?? stream).permission[scope] as Permission;
}
