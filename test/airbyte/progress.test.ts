import { WriteStream } from 'node:tty';
import { progressLines, showProgress, type ReadProgress } from '../../src/airbyte/progress';
import type { StreamProgress } from '../../src/airbyte/stream-to-read';
import { LiveLines, terminalOf } from '../../src/airbyte/terminal';

function stream(changes: Partial<StreamProgress> = {}): StreamProgress {
  return { name: 'members', status: 'RUNNING', rows: 0, work: undefined, elapsedMs: 10_000, ...changes };
}

function lines(progress: Partial<ReadProgress>, most = 40): string[] {
  const all = { streams: [stream()], requests: 0, waitsUntilMs: 0, ...progress };
  return progressLines(all, { nowMs: 60_000, startedMs: 0, most });
}

/** A terminal of the given size, and the text that was written to it. */
function fakeTerminal(
  columns: number,
  rows = 24,
): { columns: number; rows: number; text: string; write: (text: string) => void } {
  const terminal = { columns, rows, text: '', write: (text: string) => void (terminal.text += text) };
  return terminal;
}

/** What a terminal shows after the text: lines, and the one below them where the cursor rests. */
function screen(text: string): string[] {
  const shown: string[] = [''];
  let row = 0;
  // eslint-disable-next-line no-control-regex -- these are what a terminal obeys
  for (const [part, count] of text.matchAll(/\x1b\[(\d*)[A-Z]|[\r\n]|[^\x1b\r\n]+/g)) {
    if (part.endsWith('A') && part.startsWith('\x1b')) row -= Number(count);
    else if (part === '\x1b[J') shown.splice(row + 1, Infinity);
    else if (part === '\n') row += 1;
    else if (part !== '\r' && !part.startsWith('\x1b')) shown[row] = part;
    shown[row] ??= '';
    if (part === '\x1b[J') shown[row] = '';
  }
  return shown;
}

describe('the line of a stream', () => {
  test.each<[string, Partial<StreamProgress>, string]>([
    ['of unknown size', { rows: 1234 }, 'members  1,234 rows    reading'],
    [
      'that has just started',
      { status: 'STARTED', work: { done: 0, total: 0 } },
      'members  0 rows    reading',
    ],
    ['with a share done', { work: { done: 1, total: 4 } }, 'members  0 rows  25 %  about 30 s left'],
    [
      'that takes minutes',
      { work: { done: 1, total: 20 }, elapsedMs: 300_000 },
      'members  0 rows  5 %  about 95 min left',
    ],
    [
      'that takes hours',
      { work: { done: 1, total: 20 }, elapsedMs: 1_800_000 },
      '5 %  about 9 h 30 min left',
    ],
    ['too early for an estimate', { work: { done: 1, total: 4 }, elapsedMs: 2_900 }, '25 %  reading'],
    ['with too small a share for an estimate', { work: { done: 4, total: 100 } }, '4 %  reading'],
    ['that never shows 100 % before its end', { work: { done: 999, total: 1000 } }, '99 %  about 1 s left'],
    [
      'that is done',
      { status: 'COMPLETE', rows: 40, work: { done: 4, total: 4 } },
      'members  40 rows    done',
    ],
    ['that failed', { status: 'INCOMPLETE', rows: 7 }, 'members  7 rows    not completed'],
  ])('%s', (_, changes, expected) => {
    expect(lines({ streams: [stream(changes)] })[0]).toContain(expected);
  });

  test('aligns with the others, numbers to the right', () => {
    const streams = [
      stream({ rows: 12_345, work: { done: 1, total: 2 } }),
      stream({ name: 'audit_logs', rows: 5, status: 'COMPLETE' }),
    ];
    expect(lines({ streams }).slice(0, 2)).toEqual([
      'members     12,345 rows  50 %  about 10 s left',
      'audit_logs       5 rows        done',
    ]);
  });
});

describe('the line for all streams', () => {
  test('counts streams, requests, rows and time', () => {
    const streams = [stream({ rows: 10 }), stream({ rows: 1000, status: 'COMPLETE' })];
    expect(lines({ streams, requests: 4321 }).at(-1)).toBe(
      '1 of 2 streams ended · 4,321 requests · 1,010 rows · 60 s',
    );
  });

  test.each([
    ['says how long the rate limit makes everybody wait', 'RUNNING', 72_000, true],
    ['does not when the wait is over', 'RUNNING', 60_000, false],
    ['does not when nothing is left to wait for', 'COMPLETE', 72_000, false],
  ] as const)('%s', (_, status, waitsUntilMs, says) => {
    const summary = lines({ streams: [stream({ status })], waitsUntilMs }).at(-1) ?? '';
    expect(summary.includes('waiting 12 s for the rate limit')).toBe(says);
  });
});

test('in a small window, completed streams are hidden first', () => {
  const streams = ['a', 'b', 'c', 'd'].map((name) =>
    stream({ name, status: name === 'a' ? 'COMPLETE' : 'RUNNING' }),
  );
  const names = (most: number) => lines({ streams }, most).map((line) => line.split(' ')[0]);
  expect(names(5)).toEqual(['a', 'b', 'c', 'd', '1']);
  expect(names(4)).toEqual(['b', 'c', 'd', '1']);
  expect(names(3)).toEqual(['b', 'c', '1']);
});

describe('the display', () => {
  test('redraws in place at every tick, fits the window, and shows every stream at the end', () => {
    const terminal = fakeTerminal(40, 4);
    const streams = Array.from({ length: 5 }, (_, index) => stream({ name: `stream_${index}` }));
    let tick = () => undefined as unknown;
    let isStopped = false;
    const every = (intervalMs: number, callback: () => void) => {
      expect(intervalMs).toBeGreaterThanOrEqual(200);
      tick = callback;
      return () => (isStopped = true);
    };
    const progress = { streams, requests: 1, waitsUntilMs: 0 };
    const hide = showProgress(terminal, () => progress, { now: () => 0, every });
    tick();
    tick();
    expect(screen(terminal.text)).toEqual([
      'stream_0  0 rows    reading',
      'stream_1  0 rows    reading',
      '0 of 5 streams ended · 1 requests · 0 …',
      '',
    ]);
    streams.forEach((each, index) => (streams[index] = { ...each, status: 'COMPLETE' }));
    hide();
    expect(isStopped).toBe(true);
    expect(screen(terminal.text).map((line) => line.split(' ')[0])).toEqual([
      ...streams.map(({ name }) => name),
      '5',
      '',
    ]);
  });

  test('a shorter drawing leaves nothing of a longer one beside or below it', () => {
    const terminal = fakeTerminal(80);
    const live = new LiveLines(terminal);
    live.draw(['a long line', 'another one']);
    live.draw(['short']);
    expect(terminal.text).toContain('\x1b[2A\rshort\x1b[K\n\x1b[J');
    expect(screen(terminal.text)).toEqual(['short', '']);
  });
});

describe('detection of a terminal', () => {
  const written = (changes: object) =>
    Object.assign(Object.create(WriteStream.prototype) as NodeJS.WriteStream, {
      isTTY: true,
      columns: 0,
      rows: 0,
      ...changes,
    });
  test.each([
    ['one of known size', { columns: 120, rows: 50 }, 'xterm', [120, 50]],
    ['one of unknown size', {}, 'xterm', [80, 24]],
    ['not one that cannot redraw', {}, 'dumb', undefined],
    ['not a file or pipe', { isTTY: undefined }, 'xterm', undefined],
  ])('%s', (_, changes, TERM, expected) => {
    const terminal = terminalOf(written(changes), { TERM });
    expect(terminal && [terminal.columns, terminal.rows]).toEqual(expected);
  });
});

test.each(['\x1b[2J', '\u009b2J', '\r', '\n', '\x07', '\u202e', '\u2028', '\x7f'])(
  'control characters in a name do not reach the terminal: %j',
  (text) => {
    const [line = '', ...more] = lines({ streams: [stream({ name: `odd${text}name` })] });
    expect(line).toMatch(/^odd\ufffd(\[?2J)?name {2}0 rows/);
    expect(more).toHaveLength(1);
  },
);
