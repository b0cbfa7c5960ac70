import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './executable';
import { configOf, coreStreams, read, temporaryFiles, withEmulator } from './harness';
import type { Row } from './protocol';
import { expectRefused, readFiles } from './refused';

describe.each(['config', 'catalog', 'state'] as const)('the %s file', (which) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-bad-'));
  const file = (name: string, text: string): string => {
    const where = path.join(folder, name);
    writeFileSync(where, text);
    return where;
  };
  mkdirSync(path.join(folder, 'folder'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.concurrent.each([
    ['is missing', path.join(folder, 'nowhere.json'), /cannot be read \(ENOENT\): check its path/],
    ['is a folder', path.join(folder, 'folder'), /cannot be read \(EISDIR\)/],
    ['is empty', file('empty.json', ''), /is not valid JSON/],
    ['is YAML', file('yaml.json', 'scope: enterprise\n'), /is not valid JSON/],
    ['is truncated', file('half.json', '{"scope": "enter'), /is not valid JSON/],
    ['is UTF-16', file('wide.json', '\uFEFF{}'.split('').join('\0')), /is not valid JSON/],
  ])('%s', (_, name, says) =>
    withEmulator({}, async (emulator) => {
      expectRefused(await readFiles(emulator, { [which]: name }), emulator, says, name, `The ${which} file`);
    }),
  );
});

describe('a catalog', () => {
  const entry = { stream: { name: 'members' }, sync_mode: 'incremental', destination_sync_mode: 'append' };
  it.concurrent.each<[name: string, catalog: unknown, says: RegExp]>([
    ['without streams', { streams: [] }, /no streams: select at least one/],
    ['that is not a catalog', {}, /not a configured catalog/],
    ['that is a list', [entry], /not a configured catalog/],
    ['that is null', null, /not a configured catalog/],
    ['whose streams are not a list', { streams: { members: entry } }, /not a configured catalog/],
    ['with a stream without a name', { streams: [entry, { stream: {} }] }, /Entry 2 of the catalog/],
    ['in the form that discover prints', { streams: [{ name: 'members' }] }, /Entry 1 of the catalog/],
    ['that names a stream twice', { streams: [entry, entry] }, /members twice/],
  ])('%s', (_, catalog, says) =>
    withEmulator({}, async (emulator) => {
      const files = temporaryFiles({ catalog });
      expectRefused(await readFiles(emulator, { catalog: files.catalog ?? '' }), emulator, says);
      files.remove();
    }),
  );

  it.concurrent.each(['daily_weather', 'Members', '__proto__'])(
    'with the unknown stream %s: only this stream fails',
    (name) =>
      withEmulator({}, async (emulator) => {
        const { config, catalog, remove } = temporaryFiles({
          config: configOf(emulator, 'enterprise'),
          catalog: { streams: [{ ...entry, stream: { name } }, entry] },
        });
        const ended = await run(['read', '--config', config ?? '', '--catalog', catalog ?? ''], {
          onEnd: remove,
        });
        expect(ended.exitCode).toBe(1);
        expect([ended.outcome(name), ended.outcome('members')]).toEqual(['INCOMPLETE', 'COMPLETE']);
        expect(ended.errors).toEqual([
          {
            message: expect.stringMatching(
              new RegExp(`no stream ${name} .*discover the streams again`),
            ) as string,
            failure_type: 'config_error',
            stream_descriptor: { name },
          },
        ]);
      }),
  );
});

describe('a state', () => {
  it.concurrent.each<[name: string, state: unknown]>([
    ['in the old format', { members: { cursor: '2026-11-20' } }],
    ['of type GLOBAL', [{ type: 'GLOBAL', global: { stream_states: [] } }]],
    ['of type LEGACY', [{ type: 'LEGACY', data: {} }]],
    ['that is a number', 7],
    ['with an entry that is a string', ['members']],
    ['with a stream without a name', [{ type: 'STREAM', stream: { stream_state: {} } }]],
  ])('%s is refused', (_, state) =>
    withEmulator({}, async (emulator) => {
      const files = temporaryFiles({ state });
      const ended = await readFiles(emulator, { state: files.state ?? '' });
      expectRefused(ended, emulator, /The state is not a list of states of type STREAM/);
      files.remove();
    }),
  );

  const dated = { scope_id: 'SCOPE', start_date: '2026-11-01', lookback_days: 7 };
  const metrics = { ...dated, synced_through: '2026-11-20' };
  const consumption = { ...dated, synced_through: {}, left: {} };
  const members = { scope_id: 'SCOPE', synced_at: '2026-11-20T09:00:00Z', members: {} };
  it.concurrent.each<[name: string, stream: (typeof coreStreams)[number], state: Row, field: string]>([
    ['an invalid date', 'daily_pr_metrics', { ...metrics, synced_through: '2026-02-31' }, 'synced_through'],
    [
      'a date-time instead of a date',
      'daily_pr_metrics',
      { ...metrics, synced_through: '2026-11-20T00:00:00Z' },
      'synced_through',
    ],
    ['no start date', 'daily_pr_metrics', { ...metrics, start_date: undefined }, 'start_date'],
    ['a negative look-back', 'daily_pr_metrics', { ...metrics, lookback_days: -1 }, 'lookback_days'],
    [
      'a look-back that is a string',
      'daily_user_consumption',
      { ...consumption, lookback_days: '7' },
      'lookback_days',
    ],
    ['no scope', 'daily_user_consumption', { ...consumption, scope_id: undefined }, 'scope_id'],
    [
      'one date for all users',
      'daily_user_consumption',
      { ...consumption, synced_through: '2026-11-20' },
      'synced_through',
    ],
    [
      'a number instead of a date',
      'daily_user_consumption',
      { ...consumption, synced_through: { 'email|1': 20_778 } },
      'synced_through',
    ],
    [
      'a former member without a date',
      'daily_user_consumption',
      { ...consumption, left: { 'email|1': true } },
      'left',
    ],
    ['members that are a list', 'members', { ...members, members: ['email|1'] }, 'members'],
    [
      'a member without a fingerprint',
      'members',
      { ...members, members: { 'email|1': [null, null, null] } },
      'members',
    ],
    ['a synced_at that is not a time', 'members', { ...members, synced_at: 'yesterday' }, 'synced_at'],
  ])('with %s fails only its stream and is not treated as an empty state', (_, stream, malformed, field) =>
    withEmulator({}, async (emulator) => {
      const scope_id = `enterprise@127.0.0.1:${emulator.port}`;
      const stream_state = { ...malformed, ...(malformed.scope_id !== undefined && { scope_id }) };
      const state = [{ type: 'STREAM', stream: { stream_descriptor: { name: stream }, stream_state } }];
      const ended = await read({ emulator, state, config: { start_date: '2026-11-15' } });
      expect(ended.exitCode).toBe(1);
      expect(ended.errors).toEqual([
        {
          message: expect.stringMatching(/The incoming state is malformed: .*Fix it, or clear/) as string,
          failure_type: 'config_error',
          stream_descriptor: { name: stream },
        },
      ]);
      expect(ended.errors[0]?.message).toContain(field);
      expect(ended.records(stream)).toEqual([]);
      expect(coreStreams.filter((name) => ended.outcome(name) === 'COMPLETE')).toHaveLength(2);
    }),
  );
});
