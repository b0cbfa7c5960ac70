import { Writable } from 'node:stream';
import { AirbyteLog, AirbyteLogLevel } from '@faros-ai/airbyte-cdk/lib/protocol';
import fc from 'fast-check';
import { ErrorTrace, RecordBatch, StreamState, StreamStatus } from '../../src/airbyte/messages';
import { outputTo, Pipe, settled } from './written';

const now = new Date('2026-11-21T09:00:00Z');

test('a record is one line of the protocol', async () => {
  const pipe = new Pipe();
  const output = outputTo(pipe);
  output.write(new RecordBatch('members', [{ user_id: 'ada' }, { user_id: 'line\nbreak "quoted"' }]));
  await output.flush();
  expect(pipe.text.split('\n')).toEqual([
    '{"type":"RECORD","record":{"stream":"members","emitted_at":1800000000000,"data":{"user_id":"ada"}}}',
    '{"type":"RECORD","record":{"stream":"members","emitted_at":1800000000000,"data":{"user_id":"line\\nbreak \\"quoted\\""}}}',
    '',
  ]);
});

test('a state counts the records of its stream since the one before it', async () => {
  const pipe = new Pipe();
  const output = outputTo(pipe);
  output.write(new StreamState('members', { at: 0 }));
  output.write(new RecordBatch('members', [{}, {}]));
  output.write(new RecordBatch('daily_pr_metrics', [{}]));
  output.write(new RecordBatch('members', [{}]));
  output.write(new StreamState('members', { at: 1 }));
  output.write(new StreamState('members', { at: 2 }));
  output.write(new StreamState('daily_pr_metrics', { at: 3 }));
  await output.flush();
  const states = pipe.lines.flatMap(({ state }) => state ?? []);
  expect(states[1]).toEqual({
    type: 'STREAM',
    stream: { stream_descriptor: { name: 'members' }, stream_state: { at: 1 } },
    sourceStats: { recordCount: 3 },
  });
  expect(states.map(({ sourceStats }) => sourceStats.recordCount)).toEqual([0, 3, 0, 1]);
});

test('traces have the properties of the protocol, and nothing undefined', async () => {
  const pipe = new Pipe();
  const output = outputTo(pipe);
  output.write(new StreamStatus('members', 'STARTED', now));
  output.write(new StreamStatus('members', 'RUNNING', now, 1_800_000_000_000));
  output.write(new ErrorTrace({ message: 'No.', failureType: 'config_error' }, now, 'members'));
  const bug = {
    message: 'Oh.',
    failureType: 'system_error',
    internalMessage: 'TypeError',
    stackTrace: 'at …',
  } as const;
  output.write(new ErrorTrace(bug, now));
  await output.flush();
  const stream_descriptor = { name: 'members' };
  const emitted_at = now.getTime();
  const reasons = [{ type: 'RATE_LIMITED', rate_limited: { quota_reset: 1_800_000_000_000 } }];
  expect(pipe.lines.map(({ trace }) => trace)).toEqual([
    { type: 'STREAM_STATUS', emitted_at, stream_status: { stream_descriptor, status: 'STARTED' } },
    { type: 'STREAM_STATUS', emitted_at, stream_status: { stream_descriptor, status: 'RUNNING', reasons } },
    { type: 'ERROR', emitted_at, error: { message: 'No.', failure_type: 'config_error', stream_descriptor } },
    {
      type: 'ERROR',
      emitted_at,
      error: {
        message: 'Oh.',
        failure_type: 'system_error',
        internal_message: 'TypeError',
        stack_trace: 'at …',
      },
    },
  ]);
});

test('messages come out as whole lines, in order, and every record is counted once', async () => {
  const name = fc.constantFrom('members', 'sessions', 'a "b"');
  const message = fc.oneof(
    fc.tuple(name, fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 })),
    fc.tuple(name, fc.constant('state' as const)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 40 }),
      fc.integer({ min: 1, max: 300 }),
      async (messages, width) => {
        const pipe = new Pipe();
        const output = outputTo(pipe);
        for (const [stream, rows] of messages) {
          // Long rows fill chunks, so that lines meet their borders.
          if (rows === 'state') output.write(new StreamState(stream, {}));
          else
            output.write(
              new RecordBatch(
                stream,
                rows.map((row) => ({ ...row, filler: 'x'.repeat(width * 100) })),
              ),
            );
        }
        await output.flush();
        expect(pipe.chunks.filter((chunk) => chunk !== '' && !chunk.endsWith('\n'))).toEqual([]);
        const counts = new Map<string, number>();
        const expected = messages.flatMap(([stream, rows]) => {
          if (rows !== 'state') counts.set(stream, (counts.get(stream) ?? 0) + rows.length);
          if (rows !== 'state') return rows.map(() => `${stream} row`);
          const count = counts.get(stream) ?? 0;
          counts.set(stream, 0);
          return [`${stream} state of ${count}`];
        });
        const written = pipe.lines.map(({ record, state }) =>
          record
            ? `${record.stream} row`
            : `${state?.stream.stream_descriptor.name ?? ''} state of ${state?.sourceStats.recordCount ?? ''}`,
        );
        expect(written).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
});

describe('back-pressure', () => {
  const row = { filler: 'x'.repeat(1000) };

  it('is respected: ready() waits for the reader and no longer', async () => {
    const pipe = new Pipe();
    pipe.isOpen = false;
    const output = outputTo(pipe);
    output.write(
      new RecordBatch(
        'members',
        Array.from({ length: 100 }, () => row),
      ),
    );
    let isReady = false;
    const ready = output.ready().then(() => (isReady = true));
    await settled();
    await settled();
    expect(isReady).toBe(false);
    pipe.isOpen = true;
    pipe.take();
    await ready;
    await output.flush();
    expect(pipe.lines).toHaveLength(100);
  });

  it('does not delay a caller that writes little', async () => {
    const output = outputTo(new Pipe());
    output.write(new RecordBatch('members', [{}]));
    await output.ready();
    await output.flush();
  });

  it('keeps memory small, however much is written', async () => {
    const pipe = new Pipe();
    pipe.isOpen = false;
    const output = outputTo(pipe);
    let mostBytes = 0;
    for (let batch = 0; batch < 500; batch += 1) {
      output.write(new RecordBatch('members', [row, row, row, row]));
      mostBytes = Math.max(mostBytes, pipe.writableLength);
      const ready = output.ready();
      pipe.take();
      await ready;
    }
    expect(mostBytes).toBeLessThan(3 * 2 ** 16);
    pipe.isOpen = true;
    pipe.take();
    await output.flush();
    expect(pipe.lines).toHaveLength(2000);
  });
});

test('a line is written without waiting for more lines', async () => {
  const pipe = new Pipe();
  outputTo(pipe).write(new StreamStatus('members', 'STARTED', now));
  await settled();
  expect(pipe.lines).toHaveLength(1);
});

test('the key appears in no output from the moment it is known', async () => {
  const key = 'cog_secret"with\\specials+/=';
  const pipe = new Pipe();
  const output = outputTo(pipe);
  output.hide(key);
  output.write(AirbyteLog.make(AirbyteLogLevel.INFO, `Authorization: Bearer ${key}`));
  output.write(new RecordBatch('members', [{ name: key, nested: [{ [key]: encodeURIComponent(key) }] }]));
  output.write(new StreamState('members', { echoed: Buffer.from(`Bearer ${key}`).toString('base64') }));
  output.write(new ErrorTrace({ message: key, failureType: 'system_error', stackTrace: `at ${key}` }, now));
  await output.flush();
  expect(pipe.lines).toHaveLength(4);
  for (const form of [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key), 'Y29nX3NlY3JldC']) {
    expect(pipe.text).not.toContain(form);
  }
  expect(pipe.lines[1]?.record?.data.name).toBe('****');
});

test('text that looks like a key appears in no output, even before the configuration is known', async () => {
  const pipe = new Pipe();
  const output = outputTo(pipe);
  const other = 'cog_of_somebody_else';
  output.write(AirbyteLog.make(AirbyteLogLevel.INFO, `The file ${other} cannot be read.`));
  output.write(new RecordBatch('sessions', [{ title: `use ${other}`, data: { [other]: [other] } }]));
  output.write(new StreamState('members', { members: { ada: ['-', other, null] } }));
  output.write(new ErrorTrace({ message: other, failureType: 'system_error', stackTrace: other }, now));
  await output.flush();
  expect(pipe.lines).toHaveLength(4);
  expect(pipe.text).not.toContain('cog_');
});

describe('control characters, depending on whether stdout is a terminal', () => {
  const names = ['plain', '\u001b[2J', '\u009b2J\u007f', '\u202eright to left', '\u2028', '\u{e0001}'];
  const rows = names.map((name) => ({ name, [name]: 1 }));

  test.each([
    ['control characters in messages are escaped, and the messages stay equal', true],
    ['elsewhere control characters stay as they are', false],
  ])('%s', async (_name, isTTY) => {
    const pipe = Object.assign(new Pipe(), { isTTY });
    const output = outputTo(pipe);
    output.write(new RecordBatch('members', rows));
    await output.flush();
    expect(pipe.lines.map(({ record }) => record?.data)).toEqual(rows);
    expect(/[\p{Cf}\p{Zl}\u007f-\u009f]/u.test(pipe.text)).toBe(!isTTY);
  });
});

test('a closed stdout is reported to the creator of the output', async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  const told = new Promise<Error>((resolve) => {
    outputTo(broken, resolve).write(new RecordBatch('members', [{}]));
  });
  expect((await told).message).toBe('EPIPE');
});
