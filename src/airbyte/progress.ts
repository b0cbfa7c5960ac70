import type { StreamProgress } from './stream-to-read';
import { aligned, LiveLines, type Terminal } from './terminal';

/** The current progress of a sync. */
export interface ReadProgress {
  readonly streams: readonly StreamProgress[];
  /** The number of requests so far, for all streams together. */
  readonly requests: number;
  /** No request starts before this time (milliseconds since the epoch), because of a rate limit. */
  readonly waitsUntilMs: number;
}

export interface ProgressClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls back at this interval, until the returned function is called. */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
}

const intervalMs = 250;
/** A stream that has just started does not allow an estimate. */
const estimateFromMs = 3_000;
const estimateFromShare = 0.05;

/**
 * Shows a line for each stream and one for the whole sync in a terminal, four times a second. The returned function
 * draws them a last time and stops.
 */
export function showProgress(
  terminal: Terminal,
  progress: () => ReadProgress,
  clock: ProgressClock = realClock,
): () => void {
  const lines = new LiveLines(terminal);
  const startedMs = clock.now();
  const draw = (most: number) =>
    lines.draw(progressLines(progress(), { nowMs: clock.now(), startedMs, most }));
  // One line of the window is for the cursor.
  const stop = clock.every(intervalMs, () => draw(terminal.rows - 1));
  return () => {
    stop();
    draw(Number.POSITIVE_INFINITY);
  };
}

/** At most this many lines. If there are more, completed streams are left out first. */
export function progressLines(
  { streams, requests, waitsUntilMs }: ReadProgress,
  { nowMs, startedMs, most }: { readonly nowMs: number; readonly startedMs: number; readonly most: number },
): string[] {
  const room = Math.max(most - 1, 0);
  const shown =
    streams.length <= room ? streams : streams.filter((stream) => !hasEnded(stream)).slice(0, room);
  const all = aligned(shown.map(streamCells), [1, 2]);
  const ended = streams.filter(hasEnded).length;
  const rows = streams.reduce((sum, stream) => sum + stream.rows, 0);
  const waitMs = ended < streams.length ? waitsUntilMs - nowMs : 0;
  const summary = [
    `${ended} of ${streams.length} streams ended`,
    `${grouped(requests)} requests`,
    ...(waitMs > 0 ? [`waiting ${duration(waitMs)} for the rate limit`] : []),
    `${grouped(rows)} rows`,
    duration(nowMs - startedMs),
  ];
  return [...all, summary.join(' · ')];
}

function streamCells(stream: StreamProgress): string[] {
  const { name, rows, work } = stream;
  const share =
    work && work.total > 0 && !hasEnded(stream) ? Math.floor((100 * work.done) / work.total) : undefined;
  return [name, `${grouped(rows)} rows`, share === undefined ? '' : `${share} %`, note(stream)];
}

function note({ status, work, elapsedMs }: StreamProgress): string {
  if (status === 'COMPLETE') return 'done';
  if (status === 'INCOMPLETE') return 'not completed';
  const isEarly = !work || work.done < work.total * estimateFromShare || elapsedMs < estimateFromMs;
  if (isEarly || work.done === 0) return 'reading';
  return `about ${duration((elapsedMs * (work.total - work.done)) / work.done)} left`;
}

function hasEnded({ status }: StreamProgress): boolean {
  return status === 'COMPLETE' || status === 'INCOMPLETE';
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

const realClock: ProgressClock = {
  now: Date.now,
  every: (interval, callback) => {
    // The progress display must not keep a process alive after its work.
    const timer = setInterval(callback, interval).unref();
    return () => clearInterval(timer);
  },
};
