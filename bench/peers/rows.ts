import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Row = Readonly<Record<string, unknown>>;

/** The keys of the rows that were written at least once, by stream. */
export type Rows = ReadonlyMap<string, ReadonlySet<string>>;

export const primaryKeys: Readonly<Record<string, readonly string[]>> = {
  members: ['user_id'],
  daily_user_consumption: ['date', 'user_id'],
  daily_pr_metrics: ['date'],
};

interface Message {
  readonly type: string;
  readonly record?: { readonly stream: string; readonly data: Row };
  readonly state?: { readonly stream: { readonly stream_descriptor: { readonly name: string } } };
}

/** The rows in the messages of all syncs. */
export function rowsInMessages(folder: string, streams: readonly string[]): Rows {
  const keys = new Map(streams.map((stream) => [stream, new Set<string>()]));
  for (const { record } of messages(folder)) {
    if (record) keys.get(record.stream)?.add(keyOf(record.stream, record.data));
  }
  return keys;
}

/** The newest state of each stream. */
export function lastStates(folder: string): object[] {
  const states = new Map<string, object>();
  for (const { state } of messages(folder)) if (state) states.set(state.stream.stream_descriptor.name, state);
  return [...states.values()];
}

/** The rows in dlt's folders, one for each table. */
export function rowsInTables(folder: string, streams: readonly string[]): Rows {
  return new Map(
    streams.map((stream) => {
      const table = lines(path.join(folder, 'tables', 'devin', stream));
      return [stream, new Set(table.map((line) => keyOf(stream, JSON.parse(line) as Row)))];
    }),
  );
}

/** What a connection must have written: rows with any number that is not zero, and rows without numbers. */
export function owedOf(truth: readonly object[]): readonly object[] {
  return truth.filter((row) => {
    const numbers = Object.values(row).filter((value) => typeof value === 'number');
    return numbers.length === 0 || numbers.some((number) => number !== 0);
  });
}

/** How many of the rows were not written. */
export function lostOf(stream: string, owed: readonly object[], rows: Rows): number {
  const written = rows.get(stream) ?? new Set();
  return owed.filter((row) => !written.has(keyOf(stream, row as Row))).length;
}

function messages(folder: string): Message[] {
  return lines(path.join(folder, 'messages')).map((line) => JSON.parse(line) as Message);
}

/** The lines of all files of JSON lines in a folder, in the order of their names. */
function lines(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '');
}

/** What tells the rows of a stream apart. */
function keyOf(stream: string, row: Row): string {
  return JSON.stringify(primaryKeys[stream]?.map((field) => row[field]));
}
