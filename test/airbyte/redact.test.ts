import fc from 'fast-check';
import { redactor, withoutKeys } from '../../src/airbyte/redact';

const key = 'cog_0123456789abcdef+/=~';

/** A line of LOG with that text. */
const lineOf = (message: string): string => JSON.stringify({ type: 'LOG', log: { level: 'INFO', message } });
const messageOf = (line: string): string => (JSON.parse(line) as { log: { message: string } }).log.message;

test.each([
  ['whole', `Bearer ${key}, and ${key} again`, 'Bearer ****, and **** again'],
  ['in JSON', JSON.stringify({ detail: `bad key ${key}` }), '{"detail":"bad key ****"}'],
  ['URL-encoded', `https://api.devin.ai/?key=${encodeURIComponent(key)}`, 'https://api.devin.ai/?key=****'],
  [
    'URL-encoded in lowercase',
    encodeURIComponent(key).replaceAll('%2B', '%2b').replaceAll('%2F', '%2f').replaceAll('%3D', '%3d'),
    '****',
  ],
  ['not there', 'cog_0123456', 'cog_0123456'],
])('a key is removed: %s', (_name, text, expected) => {
  expect(messageOf(redactor(key)(lineOf(text)))).toBe(expected);
});

test('text that is too short to be a secret is kept', () => {
  expect(redactor('abc')(lineOf('abc'))).toBe(lineOf('abc'));
  expect(redactor('')(lineOf('nothing'))).toBe(lineOf('nothing'));
});

describe('text that looks like a key is removed, even if it is not the configured key', () => {
  const other = 'cog_OfSomebodyElse-01';
  test.each([
    ['alone', other, '****'],
    ['of the old kind', 'apk_user_0123456789', '****'],
    ['in a sentence', `the key ${other}, and more`, 'the key ****, and more'],
    ['after a line break', `key:\n${other}`, 'key:\n****'],
    ['after a tab', `key:\t${other}`, 'key:\t****'],
    ['after a control character', `key:\u0001${other}`, 'key:\u0001****'],
    ['in quotes', `"api_key":"${other}"`, '"api_key":"****"'],
    ['in an address', `https://x/?key%3D${other}&b`, 'https://x/?key%3D****&b'],
    ['twice', `${other} ${other}`, '**** ****'],
    ['not: a short one', 'cog_0123456789a', 'cog_0123456789a'],
    ['not: a word with the same ending', 'recog_customers_by_day', 'recog_customers_by_day'],
    [
      'not: the names of form fields',
      'the key (cog_…) of a service user',
      'the key (cog_…) of a service user',
    ],
  ])('%s', (_name, text, expected) => {
    expect(messageOf(redactor(key)(lineOf(text)))).toBe(expected);
    expect(messageOf(withoutKeys(lineOf(text)))).toBe(expected);
  });
});

describe('a secret that is a common word', () => {
  const words = [
    'status',
    'type',
    'message',
    'stream',
    'sessions',
    'RECORD',
    'STREAM_STATUS',
    'config_error',
  ];
  const descriptor = { name: 'sessions' };
  const messages = {
    log: { log: { level: 'INFO', message: 'status of sessions' }, type: 'LOG' },
    state: {
      type: 'STATE',
      state: { type: 'STREAM', stream: { stream_descriptor: descriptor, stream_state: { scope_id: 'x' } } },
    },
    status: {
      type: 'TRACE',
      trace: { type: 'STREAM_STATUS', stream_status: { stream_descriptor: descriptor, status: 'STARTED' } },
    },
    error: {
      type: 'TRACE',
      trace: { type: 'ERROR', error: { message: 'sessions failed', failure_type: 'config_error' } },
    },
    answer: { connectionStatus: { status: 'FAILED', message: 'message' }, type: 'CONNECTION_STATUS' },
    catalog: {
      catalog: {
        streams: [{ name: 'sessions', json_schema: { type: ['null', 'string'], required: words } }],
      },
    },
  };
  const record =
    '{"type":"RECORD","record":{"stream":"sessions","emitted_at":1,"data":{"status":"a status","name":"status","n":1}}}';
  const more = [
    'data',
    'name',
    'emitted_at',
    'scope_id',
    'string',
    'STARTED',
    'INFO',
    'FAILED',
    'null',
    'true',
  ];
  const names = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? ''
      : Object.entries(value).map(([name, each]: [string, unknown]) => [name, names(each)]);

  test.each([...words, ...more])('keeps names of fields and words of the protocol: %s', (word) => {
    for (const message of Object.values(messages)) {
      const redacted = JSON.parse(redactor(word)(JSON.stringify(message))) as typeof message;
      expect(names(redacted)).toEqual(names(message));
    }
    expect(redactor(word)(JSON.stringify(messages.catalog))).toBe(JSON.stringify(messages.catalog));
    const { type, level, status, failure_type } = JSON.parse(
      redactor(word)(
        JSON.stringify({ type: 'TRACE', level: 'INFO', status: 'FAILED', failure_type: 'config_error' }),
      ),
    ) as Record<string, unknown>;
    expect([type, level, status, failure_type]).toEqual(['TRACE', 'INFO', 'FAILED', 'config_error']);
    const { record: written } = JSON.parse(redactor(word)(record)) as {
      record: { stream: string; data: object };
    };
    expect([written.stream, Object.keys(written.data)]).toEqual(['sessions', ['status', 'name', 'n']]);
  });

  test('is removed from values of records and from sentences', () => {
    expect(redactor('status')(record)).toContain('"data":{"status":"a ****","name":"****","n":1}');
    expect(messageOf(redactor('status')(JSON.stringify(messages.log)))).toBe('**** of sessions');
  });
});

test('several lines stay lines, and only the secret changes', () => {
  const lines = [lineOf('one'), lineOf(`two ${key}`), lineOf('three\n"'), ''].join('\n');
  expect(redactor(key)(lines)).toBe([lineOf('one'), lineOf('two ****'), lineOf('three\n"'), ''].join('\n'));
});

test('an ordinary text stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('cog_'));
      expect(redactor('cog_0123456789abcdefghij')(lineOf(text))).toBe(lineOf(text));
    }),
  );
});

const printable = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const keys = fc.string({ unit: printable, minLength: 8, maxLength: 60 }).map((tail) => `cog_${tail}`);

test('no form of the key survives at any depth of a message', () => {
  const around = fc.string({ maxLength: 20 });
  const form = fc.constantFrom<(secret: string, before: string, after: string) => string>(
    (secret, before, after) => before + secret + after,
    (secret, before, after) =>
      `${encodeURIComponent(before)}${encodeURIComponent(secret)}${encodeURIComponent(after)}`,
    (secret, before, after) => Buffer.from(before + secret + after).toString('base64'),
    (secret, before, after) => Buffer.from(before + secret + after).toString('base64url'),
    (secret, before) => `Basic ${Buffer.from(`${before}:${secret}`).toString('base64')}`,
  );
  fc.assert(
    fc.property(
      keys,
      form,
      around,
      around,
      fc.integer({ min: 0, max: 4 }),
      (secret, write, before, after, depth) => {
        let message: unknown = write(secret, before, after);
        for (let level = 0; level < depth; level += 1) message = level % 2 ? [message] : { echoed: message };
        const line = JSON.stringify({ type: 'LOG', log: message });
        const redacted = redactor(secret)(line);
        expect(redacted).toContain('****');
        expect(() => JSON.parse(redacted) as unknown).not.toThrow();
        for (const trace of tracesOf(secret)) expect(redacted).not.toContain(trace);
      },
    ),
    { numRuns: 500 },
  );
});

/** Forms of the key: plain, encoded, or the part of a base64 text that holds its middle. */
function tracesOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const middles = [0, 1, 2].map((offset) => {
    const text = Buffer.from('x'.repeat(offset) + secret).toString('base64');
    return text.slice(4, Math.floor(((offset + secret.length) * 8) / 6));
  });
  return [secret, escaped, encodeURIComponent(secret), ...middles];
}
