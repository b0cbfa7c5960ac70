import fc from 'fast-check';
import { Reader } from '../../src/airbyte/reader';
import { readAll, story, stream, Time } from './numbered-streams';
import { settled } from './written';

describe('intermediate states', () => {
  /** A stream that waits for the test after each row, and the states that were written after each half minute. */
  async function statesPer(halfMinutes: number, filler?: string): Promise<number[]> {
    const time = new Time();
    const sent: number[] = [];
    async function* batches(): AsyncGenerator<number> {
      for (let count = 0; count < halfMinutes; count += 1) {
        yield 1;
        await settled();
        time.pass();
        await settled();
      }
    }
    const lines = await readAll(
      new Reader([stream('a', batches(), filler === undefined ? {} : { filler })], time.options),
    );
    expect(time.isStopped).toBe(true);
    for (const { state } of lines) if (state) sent.push(Number(state.stream.stream_state.rows));
    return sent;
  }

  it('are written every 30 seconds while small, and at the end', async () => {
    expect(await statesPer(3)).toEqual([1, 2, 3, 3]);
  });

  it('are written every 5 minutes while large, and at the end', async () => {
    expect(await statesPer(25, 'x'.repeat(64 * 1024))).toEqual([10, 20, 25]);
  });

  it('count as small to just below 64 KB', async () => {
    expect(await statesPer(2, 'x'.repeat(63 * 1024))).toEqual([1, 2, 2]);
  });

  it('wait for the stream to be open', async () => {
    const time = new Time();
    let open: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (open = resolve));
    const slow = { ...stream('a', [1]), open: () => waiting.then(() => stream('a', [1]).open()) };
    const reader = new Reader([slow], time.options);
    const lines = readAll(reader);
    await settled();
    time.pass();
    open();
    expect(story(await lines)).toEqual(['a STARTED', 'a RUNNING', 'a row 1', 'a state 1 +1', 'a COMPLETE']);
  });
});

test('at any moment a state covers only records that are written before it, and counts are exact', async () => {
  const sizes = fc.array(fc.nat({ max: 4 }), { maxLength: 12 });
  const beats = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(sizes, { minLength: 1, maxLength: 4 }), beats, async (streams, pauses) => {
      const time = new Time();
      async function* paced(batches: readonly number[], offset: number): AsyncGenerator<number> {
        for (const [index, size] of batches.entries()) {
          for (let beat = pauses[(index + offset) % pauses.length] ?? 0; beat > 0; beat -= 1)
            await Promise.resolve();
          yield size;
        }
      }
      const reader = new Reader(
        streams.map((batches, index) => stream(`s${index}`, paced(batches, index))),
        time.options,
      );
      // Each state needs another message, so that only that many half minutes pass.
      const lines = await readAll(reader, async (written) => {
        const beat = pauses[written] ?? 0;
        if (beat > 0) time.pass();
        for (let tick = 0; tick < beat; tick += 1) await Promise.resolve();
      });
      const rows = new Map<string, number>();
      const counted = new Map<string, number>();
      for (const { record, state } of lines) {
        if (record) rows.set(record.stream, (rows.get(record.stream) ?? 0) + 1);
        if (!state) continue;
        const { name } = state.stream.stream_descriptor;
        counted.set(name, (counted.get(name) ?? 0) + state.sourceStats.recordCount);
        expect(Number(state.stream.stream_state.rows)).toBeLessThanOrEqual(rows.get(name) ?? 0);
        expect(counted.get(name)).toBe(rows.get(name) ?? 0);
      }
      for (const [index, batches] of streams.entries()) {
        const total = batches.reduce((sum, size) => sum + size, 0);
        expect(rows.get(`s${index}`) ?? 0).toBe(total);
        expect(
          lines.findLast(({ state }) => state?.stream.stream_descriptor.name === `s${index}`)?.state,
        ).toMatchObject({
          stream: { stream_state: { rows: total } },
        });
      }
    }),
    { numRuns: 100 },
  );
});
