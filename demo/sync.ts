import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runConnector, type Message, type RunOptions } from './connector';
import type { CatalogStream } from './catalog';
import type { Row, Warehouse } from './warehouse';

/** What one sync came to. */
export interface SyncReport {
  /** Records by stream. */
  readonly records: ReadonlyMap<string, number>;
  /** Seconds from the start of a stream to its end, by stream; streams are read side by side. */
  readonly streamSeconds: ReadonlyMap<string, number>;
  /** Of the whole process. */
  readonly seconds: number;
  /** Requests that Devin was sent. */
  readonly requests: number;
}

/**
 * One sync as a platform would do it: `read` with the saved states, everything it wrote into the warehouse, then the last
 * state of each stream saved for the next one. A sync that fails loads nothing and saves nothing.
 */
export async function sync(
  folder: string,
  streams: readonly CatalogStream[],
  warehouse: Warehouse,
  options: RunOptions,
): Promise<Omit<SyncReport, 'requests'>> {
  const startedMs = performance.now();
  const file = (name: string) => path.join(folder, name);
  const reading = new Reading(JSON.parse(readFileSync(file('state.json'), 'utf8')) as Message['state'][]);
  const files = [
    '--config',
    file('config.json'),
    '--catalog',
    file('catalog.json'),
    '--state',
    file('state.json'),
  ];
  await runConnector(['read', ...files], options, (message) => reading.take(message));
  const seconds = (performance.now() - startedMs) / 1000;
  for (const stream of streams) await warehouse.load(stream, reading.rows.get(stream.name) ?? []);
  writeFileSync(file('state.json'), `${JSON.stringify([...reading.states.values()], null, 1)}\n`);
  const records = new Map([...reading.rows].map(([stream, rows]) => [stream, rows.length]));
  return { records, streamSeconds: reading.streamSeconds, seconds };
}

/** What a `read` has written so far. */
class Reading {
  readonly rows = new Map<string, Row[]>();
  readonly states = new Map<string, Message['state']>();
  readonly streamSeconds = new Map<string, number>();
  private readonly startedMs = new Map<string, number>();

  constructor(states: readonly Message['state'][]) {
    for (const state of states) this.keep(state);
  }

  take({ record, state, trace }: Message): void {
    if (record) this.rowsOf(record.stream).push(record.data);
    if (state) this.keep(state);
    const { stream_descriptor: stream, status } = trace?.stream_status ?? {};
    if (!trace || !stream) return;
    if (status === 'STARTED') this.startedMs.set(stream.name, trace.emitted_at);
    const startedMs = this.startedMs.get(stream.name) ?? trace.emitted_at;
    this.streamSeconds.set(stream.name, (trace.emitted_at - startedMs) / 1000);
  }

  private keep(state: Message['state']): void {
    if (state) this.states.set(state.stream.stream_descriptor.name, state);
  }

  private rowsOf(stream: string): Row[] {
    const rows = this.rows.get(stream) ?? [];
    this.rows.set(stream, rows);
    return rows;
  }
}
