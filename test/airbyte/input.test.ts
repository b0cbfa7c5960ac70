import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import VError from 'verror';
import { configuredStreams, readJsonFile, streamStates } from '../../src/airbyte/input';

const folder = mkdtempSync(path.join(os.tmpdir(), 'input-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

/** The sentence of a refusal, which is always the user's to act upon. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(VError.info(error as Error)).toMatchObject({ failureType: 'config_error' });
    return (error as Error).message;
  }
  throw new Error('not refused');
}

describe('a file', () => {
  it.each<[string, string, string | Buffer, unknown]>([
    ['any extension', 'config.txt', '{"a": 1}', { a: 1 }],
    ['code is not executed', 'config.js', '{"a": 1}', { a: 1 }],
    ['a byte order mark', 'bom.json', Buffer.from('\uFEFF{"a": 1}'), { a: 1 }],
    ['white space around', 'space.json', '\r\n {"a": 1}\n\n', { a: 1 }],
    ['a list', 'list.json', '[]', []],
    ['null', 'null.json', 'null', null],
  ])('is read as JSON: %s', (_name, name, content, expected) => {
    expect(readJsonFile(file(name, content), 'config')).toEqual(expected);
  });

  it('may be read-only', () => {
    const name = file('read-only.json', '{}');
    chmodSync(name, 0o400);
    expect(readJsonFile(name, 'config')).toEqual({});
  });

  it.each<[string, string, string | Buffer]>([
    ['empty', 'empty.json', ''],
    ['truncated', 'cut.json', '{"a": '],
    ['code', 'code.js', 'module.exports = { a: 1 }'],
    ['YAML', 'config.yaml', 'scope: enterprise'],
    ['binary', 'binary.json', Buffer.from([0xff, 0xfe, 0x00])],
    ['two objects', 'lines.json', '{}\n{}'],
  ])('that is not JSON: the message names the file and quotes nothing: %s', (_name, name, content) => {
    const full = file(name, content);
    expect(refusalOf(() => readJsonFile(full, 'catalog'))).toBe(
      `The catalog file ${full} is not valid JSON: fix it or create it again.`,
    );
  });

  it.each([
    ['missing', path.join(folder, 'nowhere.json'), 'ENOENT'],
    ['a folder', folder, 'EISDIR'],
    ['below a file', path.join(file('plain.json', '{}'), 'x.json'), 'ENOTDIR'],
  ])('that cannot be read: the message names the file and the reason: %s', (_name, full, reason) => {
    expect(refusalOf(() => readJsonFile(full, 'state'))).toBe(
      `The state file ${full} cannot be read (${reason}): check its path and permissions.`,
    );
  });
});

describe('content in place of a path is not quoted', () => {
  const config = { scope: 'enterprise', api_key: 'a secret of whatever kind' };
  it.each([
    ['JSON', JSON.stringify(config)],
    ['JSON of many lines', JSON.stringify(config, null, 2)],
    ['the end of JSON', '"a-secret-of-whatever-kind"}'],
    ['YAML', 'scope: enterprise\napi_key: a-secret-of-whatever-kind'],
    ['any long text', 'secret'.repeat(100)],
  ])('%s', (_name, content) => {
    const message = refusalOf(() => readJsonFile(content, 'config'));
    expect(message).toMatch(/^The config file \(pass its path, not its content\) cannot be read/);
    expect(message).not.toContain('secret');
  });

  it('not even if a file has that name', () => {
    const message = refusalOf(() => readJsonFile(file('{secret}', 'no JSON'), 'config'));
    expect(message).toBe(
      'The config file (pass its path, not its content) is not valid JSON: fix it or create it again.',
    );
  });
});

describe('a catalog', () => {
  it('selects streams by name; only sync mode incremental is incremental', () => {
    const entry = (name: string, sync_mode?: unknown) => ({
      stream: { name },
      sync_mode,
      destination_sync_mode: 'append',
    });
    const streams = [entry('members', 'incremental'), entry('sessions', 'full_refresh'), entry('audit_logs')];
    expect(configuredStreams({ streams })).toEqual([
      { name: 'members', isIncremental: true },
      { name: 'sessions', isIncremental: false },
      { name: 'audit_logs', isIncremental: false },
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['null', null, /not a configured catalog.*list "streams"/],
    ['a list', [], /not a configured catalog/],
    ['text', 'members', /not a configured catalog/],
    ['the answer of discover', { type: 'CATALOG', catalog: { streams: [] } }, /not a configured catalog/],
    ['streams that are not a list', { streams: { members: {} } }, /not a configured catalog/],
    ['no streams', { streams: [] }, /has no streams: select at least one/],
    ['an entry that is null', { streams: [null] }, /Entry 1 of the catalog has no stream with a name/],
    [
      'an entry in the form of discover',
      { streams: [{ stream: { name: 'members' } }, { name: 'sessions' }] },
      /Entry 2 /,
    ],
    ['a stream without a name', { streams: [{ stream: {} }] }, /Entry 1 /],
    ['an empty name', { streams: [{ stream: { name: '' } }] }, /Entry 1 /],
    [
      'a stream twice',
      { streams: [{ stream: { name: 'a' } }, { stream: { name: 'a' } }] },
      /names the stream a twice/,
    ],
  ])('that is invalid is refused: %s', (_name, catalog, sentence) => {
    expect(refusalOf(() => configuredStreams(catalog))).toMatch(sentence);
  });
});

describe('an input state', () => {
  const bare = (name: string, stream_state: unknown) => ({
    type: 'STREAM',
    stream: { stream_descriptor: { name }, stream_state },
  });

  it.each<[string, unknown, [string, unknown][]]>([
    ['absent', undefined, []],
    ['null', null, []],
    ['an empty object', {}, []],
    ['an empty list', [], []],
    [
      'bare states',
      [bare('members', { a: 1 }), bare('sessions', null)],
      [
        ['members', { a: 1 }],
        ['sessions', null],
      ],
    ],
    ['STATE messages', [{ type: 'STATE', state: bare('members', { a: 1 }) }], [['members', { a: 1 }]]],
    [
      'with counts',
      [{ ...bare('members', { a: 1 }), sourceStats: { recordCount: 1 } }],
      [['members', { a: 1 }]],
    ],
    ['one STATE message', { type: 'STATE', state: bare('members', {}) }, [['members', {}]]],
    ['one bare state', bare('members', { a: 1 }), [['members', { a: 1 }]]],
    ['a stream twice: the last one counts', [bare('a', { n: 1 }), bare('a', { n: 2 })], [['a', { n: 2 }]]],
    ['a state of an unknown stream', [bare('constructor', { a: 1 })], [['constructor', { a: 1 }]]],
  ])('is understood: %s', (_name, state, expected) => {
    expect([...streamStates(state)]).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['legacy', { members: { synced_at: '2026-11-20T00:00:00Z' } }],
    ['LEGACY', [{ type: 'LEGACY', data: {} }]],
    ['GLOBAL', [{ type: 'GLOBAL', global: { stream_states: [] } }]],
    ['text', 'state'],
    ['a number', 7],
    ['null among states', [bare('members', {}), null]],
    ['no name', [{ type: 'STREAM', stream: { stream_descriptor: {}, stream_state: {} } }]],
    ['no descriptor', [{ type: 'STREAM', stream: { stream_state: {} } }]],
  ])('that has another form is refused, never treated as empty: %s', (_name, state) => {
    expect(refusalOf(() => streamStates(state))).toMatch(
      /not a list of states of type STREAM.*or no state to read everything/,
    );
  });
});
