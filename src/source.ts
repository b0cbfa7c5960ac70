import {
  AirbyteConnectionStatus,
  AirbyteConnectionStatusMessage,
  AirbyteCatalogMessage,
  AirbyteSpec,
  type AirbyteConfiguredCatalog,
  type AirbyteMessage,
  type Spec,
} from '@faros-ai/airbyte-cdk/lib/protocol';
import { AirbyteSource } from '@faros-ai/airbyte-cdk/lib/sources/source';
import { asFailure } from './airbyte/failure';
import { configuredStreams, streamStates } from './airbyte/input';
import type { ReadProgress } from './airbyte/progress';
import { Reader } from './airbyte/reader';
import { catalogEntry } from './wiring/catalog-entry';
import { checkConnection } from './connection/check';
import type { StreamFinding } from './connection/check-table';
import { clientOfCheck, clientOfSync } from './connection/clients';
import type { Config } from './connection/config';
import { refuseImpossibleKey } from './connection/key';
import type { CountedClient } from './devin/calls';
import { createClient, type ClientOptions } from './devin/client';
import { keepHeapSmall } from './wiring/heap';
import { packageFile } from './package-file';
import { parseConfig, type Settings } from './connection/settings';
import { lastCompleteDay } from './sync/days';
import { SyncClock } from './wiring/sync-clock';
import { streamsToRead, type SyncOptions, type SyncStart } from './wiring/streams-to-read';
import { streams } from './streams';

export interface SourceOptions {
  readonly version: string;
  readonly log: NonNullable<ClientOptions['log']>;
  /** Shows the progress of a read, until the returned function is called. */
  readonly showProgress?: ((progress: () => ReadProgress) => () => void) | undefined;
  /** Shows the result of a check for each stream. */
  readonly showFindings?: ((findings: readonly StreamFinding[]) => void) | undefined;
  /** The retry policy, if it is not the default of the client. */
  readonly retry?: ClientOptions['retry'];
}

/** Devin as an Airbyte source. It connects the parts and makes no decisions. */
export class DevinSource extends AirbyteSource<Config> {
  private readonly stopped = new AbortController();

  constructor(private readonly options: SourceOptions) {
    super();
  }

  /** Ends a running command soon: no new request, and each stream with its last safe state. */
  stop(): void {
    this.stopped.abort();
  }

  spec(): Promise<AirbyteSpec> {
    return Promise.resolve(new AirbyteSpec(packageFile('resources', 'spec.json') as Spec));
  }

  async check(config: Config): Promise<AirbyteConnectionStatusMessage> {
    try {
      const settings = parseConfig(config);
      refuseImpossibleKey(settings);
      const clock = new SyncClock(settings.now, this.options.log);
      const client = clientOfCheck(
        (onWait) => this.client(settings, { onWait, onDate: clock.onDate }),
        settings,
      );
      const lastDay = () => lastCompleteDay(clock.start().now);
      const { showFindings } = this.options;
      const report = await checkConnection({ client, settings, streams, lastDay, showFindings });
      for (const line of report.unreadable) this.options.log('WARN', `Cannot be read: ${line}.`);
      return connectionStatus(AirbyteConnectionStatus.SUCCEEDED, report.message);
    } catch (error) {
      const failure = asFailure(error);
      if (failure.failureType === 'system_error') throw error;
      return connectionStatus(AirbyteConnectionStatus.FAILED, failure.message);
    }
  }

  discover(config: Config): Promise<AirbyteCatalogMessage> {
    const { scope } = parseConfig(config);
    const entries = streams.filter((stream) => stream.scopes.includes(scope)).map(catalogEntry);
    return Promise.resolve(new AirbyteCatalogMessage({ streams: entries }));
  }

  async *read(
    config: Config,
    _redactedConfig: Config,
    catalog: AirbyteConfiguredCatalog,
    state: unknown,
  ): AsyncGenerator<AirbyteMessage> {
    keepHeapSmall();
    const settings = parseConfig(config);
    refuseImpossibleKey(settings);
    const configured = configuredStreams(catalog);
    const { direct, sync } = this.sync(settings, streamStates(state), (ms) => reader.rateLimited(ms));
    const reader = new Reader(streamsToRead(configured, sync));
    const hide = this.options.showProgress?.(() => ({
      streams: reader.progress(),
      requests: direct.requestCount,
      waitsUntilMs: reader.waitsUntilMs,
    }));
    try {
      yield* reader.messages();
    } finally {
      hide?.();
    }
    this.options.log('INFO', `Sent ${direct.requestCount} requests to Devin.`);
  }

  private sync(
    settings: Settings,
    states: ReadonlyMap<string, unknown>,
    onWait: ClientOptions['onWait'],
  ): { direct: CountedClient; sync: SyncOptions } {
    let fatalError: Error | undefined;
    const end = (error: Error): void => {
      fatalError ??= error;
      this.stop();
    };
    const { log } = this.options;
    const clock = new SyncClock(settings.now, log);
    const direct = this.client(settings, { onWait, onRevokedKey: end, onDate: clock.onDate });
    const { client, scope } = clientOfSync(direct, settings, { streams, end });
    let started: Promise<SyncStart> | undefined;
    const begin = async () => ({ scope: await scope(), ...clock.start() });
    const start = () => (started ??= begin());
    const fatal = () => fatalError;
    return { direct, sync: { client, settings, streams, states, log, start, fatalError: fatal } };
  }

  private client(settings: Settings, listeners: Partial<ClientOptions>): CountedClient {
    return createClient({
      apiUrl: settings.apiUrl,
      apiKey: settings.apiKey,
      workers: settings.numWorkers,
      userAgent: `source-devin/${this.options.version}`,
      signal: this.stopped.signal,
      log: this.options.log,
      retry: this.options.retry,
      ...listeners,
    });
  }
}

function connectionStatus(status: AirbyteConnectionStatus, message: string): AirbyteConnectionStatusMessage {
  return new AirbyteConnectionStatusMessage({ status, message });
}
