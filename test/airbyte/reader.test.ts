import { asFailure } from '../../src/airbyte/failure';
import { Reader } from '../../src/airbyte/reader';
import type { StreamToRead } from '../../src/airbyte/stream-to-read';
import { readAll, story, stream, Time } from './numbered-streams';
import { settled } from './written';

describe('a stream', () => {
  it('starts, is RUNNING with its first record, and ends with its state', async () => {
    const lines = await readAll(new Reader([stream('a', [2, 1])], new Time().options));
    expect(story(lines)).toEqual([
      'a STARTED',
      'a RUNNING',
      'a row 1',
      'a row 2',
      'a row 3',
      'a state 3 +3',
      'a COMPLETE',
    ]);
  });

  it('without records is RUNNING just before it completes, and has a state', async () => {
    const lines = await readAll(new Reader([stream('a', [0])], new Time().options));
    expect(story(lines)).toEqual(['a STARTED', 'a state 0 +0', 'a RUNNING', 'a COMPLETE']);
  });

  it('that fails midway keeps its safe state, reports the reason, and is incomplete', async () => {
    async function* batches(): AsyncGenerator<number> {
      yield 2;
      await Promise.resolve();
      throw new Error('broken off');
    }
    const lines = await readAll(new Reader([stream('a', batches())], new Time().options));
    expect(story(lines)).toEqual([
      'a STARTED',
      'a RUNNING',
      'a row 1',
      'a row 2',
      'a state 2 +2',
      'a error: gone',
      'a INCOMPLETE',
    ]);
    expect(lines.at(-2)?.trace?.error).toMatchObject({ failure_type: 'transient_error' });
  });

  it('that cannot be opened has no state', async () => {
    const broken = stream('a', [1], { openError: new Error('malformed state') });
    const lines = await readAll(new Reader([broken], new Time().options));
    expect(story(lines)).toEqual(['a STARTED', 'a error: gone', 'a INCOMPLETE']);
  });

  it('that is stopped by a signal is incomplete without an error', async () => {
    async function* batches(): AsyncGenerator<number> {
      yield 1;
      await Promise.resolve();
      throw new Error('stopped');
    }
    const lines = await readAll(
      new Reader([stream('a', batches(), { failure: undefined })], new Time().options),
    );
    expect(story(lines)).toEqual(['a STARTED', 'a RUNNING', 'a row 1', 'a state 1 +1', 'a INCOMPLETE']);
  });

  it('that fails does not affect others: they are read to their end', async () => {
    const broken = stream('b', [1], { openError: new Error('malformed state') });
    const lines = await readAll(
      new Reader([stream('a', [1, 1]), broken, stream('c', [1])], new Time().options),
    );
    const of = (name: string) => story(lines).filter((line) => line.startsWith(`${name} `));
    expect(of('a')).toEqual(['a STARTED', 'a RUNNING', 'a row 1', 'a row 2', 'a state 2 +2', 'a COMPLETE']);
    expect(of('b')).toEqual(['b STARTED', 'b error: gone', 'b INCOMPLETE']);
    expect(of('c')).toEqual(['c STARTED', 'c RUNNING', 'c row 1', 'c state 1 +1', 'c COMPLETE']);
  });
});

describe('data that cannot be written', () => {
  const deep = (): object => {
    let value: object = {};
    for (let depth = 0; depth < 200_000; depth += 1) value = { value };
    return value;
  };
  const circular = (): object => {
    const value: { self?: object } = {};
    value.self = value;
    return value;
  };
  const beside = ['b STARTED', 'b RUNNING', 'b row 1', 'b row 2', 'b state 2 +2', 'b COMPLETE'];
  const readBeside = async (a: StreamToRead) => {
    const lines = await readAll(new Reader([a, stream('b', [1, 1])], new Time().options));
    const of = (name: string) => story(lines).filter((line) => line.startsWith(`${name} `));
    expect(of('b')).toEqual(beside);
    return of('a');
  };
  const failing = (rows: () => AsyncGenerator<object[]>, state: object): StreamToRead => ({
    name: 'a',
    open: () => Promise.resolve({ state, rows: rows() }),
    failure: (error) => asFailure(error),
  });

  it.each([
    ['nested too deep', deep, 'Maximum call stack size exceeded'],
    ['circular', circular, 'Converting circular structure to JSON'],
    [
      'with numbers that JSON cannot represent',
      () => ({ value: 1n }),
      'Do not know how to serialize a BigInt',
    ],
  ])('a row that is %s fails only its stream, after its state', async (_, odd, why) => {
    const state = { rows: 0 };
    async function* rows(): AsyncGenerator<object[]> {
      yield [{ number: 1 }];
      state.rows = 1;
      yield [{ number: 2 }, await Promise.resolve(odd())];
      state.rows = 3;
    }
    const [started, running, row, kept, error, ended, ...more] = await readBeside(failing(rows, state));
    expect([started, running, row, kept]).toEqual(['a STARTED', 'a RUNNING', 'a row 1', 'a state 1 +1']);
    expect(error).toMatch(`a error: A record cannot be written as JSON: ${why}`);
    expect([ended, ...more]).toEqual(['a INCOMPLETE']);
  });

  it('a state fails only its stream', async () => {
    const state = circular();
    async function* rows(): AsyncGenerator<object[]> {
      yield await Promise.resolve([{ number: 1 }]);
    }
    const [started, running, row, error, ended, ...more] = await readBeside(failing(rows, state));
    expect([started, running, row]).toEqual(['a STARTED', 'a RUNNING', 'a row 1']);
    expect(error).toMatch('a error: The state cannot be written as JSON');
    expect([ended, ...more]).toEqual(['a INCOMPLETE']);
  });

  it('an intermediate state does not end the process', async () => {
    const time = new Time();
    async function* rows(): AsyncGenerator<object[]> {
      yield [{ number: 1 }];
      time.pass();
      yield await Promise.resolve([{ number: 2 }]);
    }
    const lines = story(await readAll(new Reader([failing(rows, circular())], time.options)));
    expect(lines).toContain('a row 2');
    expect(lines.at(-1)).toBe('a INCOMPLETE');
  });
});

test('a batch of any size is written completely, in parts, before its state', async () => {
  const lines = story(await readAll(new Reader([stream('a', [2_500])], new Time().options)));
  expect(lines.filter((line) => line.includes(' row '))).toHaveLength(2_500);
  expect(lines.at(-2)).toBe('a state 2500 +2500');
});

test('streams are read in parallel: a slow one does not delay others', async () => {
  let release: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (release = resolve));
  async function* slow(): AsyncGenerator<number> {
    await wait;
    yield 1;
  }
  const reader = new Reader([stream('slow', slow()), stream('quick', [1])], new Time().options);
  const messages = story(
    await readAll(reader, async (written) => {
      if (written < 5) return;
      await settled();
      release();
    }),
  );
  expect(messages.indexOf('quick COMPLETE')).toBeLessThan(messages.indexOf('slow row 1'));
});

describe('a rate limit', () => {
  it('is reported for every running stream, and the next record makes it RUNNING again', async () => {
    const steps: (() => void)[] = [];
    async function* batches(): AsyncGenerator<number> {
      yield 1;
      await new Promise<void>((resolve) => steps.push(resolve));
      yield 1;
    }
    const reader = new Reader(
      [stream('a', batches()), stream('b', batches()), stream('done', [])],
      new Time().options,
    );
    const all = readAll(reader);
    await settled();
    reader.rateLimited(1_800_000_005_000);
    await settled();
    steps.forEach((step) => step());
    const lines = await all;
    const of = (name: string) => story(lines).filter((line) => line.startsWith(`${name} `));
    expect(of('a')).toEqual([
      'a STARTED',
      'a RUNNING',
      'a row 1',
      'a RUNNING limited',
      'a RUNNING',
      'a row 2',
      'a state 2 +2',
      'a COMPLETE',
    ]);
    expect(of('b')).toContain('b RUNNING limited');
    expect(of('done')).toEqual(['done STARTED', 'done state 0 +0', 'done RUNNING', 'done COMPLETE']);
    const [limited] = lines.filter(({ trace }) => trace?.stream_status?.reasons);
    expect(limited?.trace?.stream_status?.reasons).toEqual([
      { type: 'RATE_LIMITED', rate_limited: { quota_reset: 1_800_000_005_000 } },
    ]);
  });

  it('is reported once for each end time', async () => {
    let go: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (go = resolve));
    async function* batches(): AsyncGenerator<number> {
      await waiting;
      yield 1;
    }
    const reader = new Reader([stream('a', batches())], new Time().options);
    const all = readAll(reader);
    await settled();
    for (const untilMs of [5000, 5000, 4000, 6000]) reader.rateLimited(untilMs);
    go();
    expect(story(await all).filter((line) => line === 'a RUNNING limited')).toHaveLength(2);
  });
});
