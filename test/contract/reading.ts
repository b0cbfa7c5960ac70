import { Writable } from 'node:stream';
import type { AirbyteConfiguredCatalog } from '@faros-ai/airbyte-cdk/lib/protocol';
import { Output } from '../../src/airbyte/output';
import type { Config } from '../../src/connection/config';
import { DevinSource } from '../../src/source';
import type { Fixture } from './fixture';

/** What a user sees of one sync of one stream. */
export interface Read {
  readonly records: Record<string, unknown>[];
  /** The last one; undefined where there was none. */
  readonly state: unknown;
  readonly statuses: string[];
  /** What the connector logs, by level. */
  readonly log: string[];
  readonly failures: { message: string; failure_type: string; stream: string | undefined }[];
}

export interface ReadOptions {
  readonly stream: string;
  readonly fixture: Pick<Fixture, 'scope' | 'now' | 'config'>;
  readonly apiUrl: string;
  readonly apiKey?: string;
  readonly state?: unknown;
  readonly syncMode: string;
}

interface Message {
  readonly type: string;
  readonly record?: { data: Record<string, unknown> };
  readonly state?: { stream: { stream_state: unknown } };
  readonly trace?: {
    stream_status?: { status: string };
    error?: { message: string; failure_type: string; stream_descriptor?: { name: string } };
  };
}

/** A source that asks once and never waits, at the time of the fixture. */
export function sourceAt(now: string, log: string[] = []): DevinSource {
  process.env.SOURCE_DEVIN_NOW = now;
  return new DevinSource({
    version: '0.0.0',
    log: (level, message) => log.push(`${level} ${message}`),
    retry: { maxAttempts: 1 },
  });
}

export function configOf(
  { scope, config }: ReadOptions['fixture'],
  apiUrl: string,
  apiKey = 'cog_fixture_of_nobody',
): Config {
  return { ...config, scope, api_key: apiKey, api_url: apiUrl };
}

/** Reads one stream as Airbyte would, down to the lines on stdout. */
export async function readStream({
  stream,
  fixture,
  apiUrl,
  apiKey,
  state,
  syncMode,
}: ReadOptions): Promise<Read> {
  const config = configOf(fixture, apiUrl, apiKey);
  const catalog = { streams: [{ stream: { name: stream }, sync_mode: syncMode }] };
  const states =
    state === undefined
      ? undefined
      : [{ type: 'STREAM', stream: { stream_descriptor: { name: stream }, stream_state: state } }];
  const lines: string[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      done();
    },
  });
  const output = new Output(stdout, (error) => {
    throw error;
  });
  const log: string[] = [];
  const source = sourceAt(fixture.now, log);
  const messages = source.read(config, config, catalog as unknown as AirbyteConfiguredCatalog, states);
  for await (const message of messages) output.write(message);
  // What a failed stream still has in the queue would be asked during the next test.
  source.stop();
  await output.flush();
  return { ...asRead(lines.map((line) => JSON.parse(line) as Message)), log };
}

function asRead(messages: readonly Message[]): Omit<Read, 'log'> {
  const errors = messages.flatMap(({ trace }) => trace?.error ?? []);
  return {
    records: messages.flatMap(({ record }) => (record ? [record.data] : [])),
    state: messages.findLast(({ type }) => type === 'STATE')?.state?.stream.stream_state,
    statuses: messages.flatMap(({ trace }) => trace?.stream_status?.status ?? []),
    failures: errors.map(({ message, failure_type, stream_descriptor }) => ({
      ...{ message, failure_type, stream: stream_descriptor?.name },
    })),
  };
}
