import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { SELF_PATH } from '../../src/devin/scope';
import { addDays, lastCompleteDay } from '../../src/sync/days';
import type { Probe, ScopeKind, Stream } from '../../src/sync/define';
import { streams } from '../../src/streams';
import { keyOf, requestOf, scopeOf, type Exchange, type Fixture } from './fixture';
import { readStream, type Read } from './reading';
import { itemsOf } from './touch';

const now = '2026-11-21T09:00:00Z';
const lastDay = lastCompleteDay(new Date(now));

/** As few days as give a stream records: weeks and months need more than the others. */
const historyDays = [3, 5, 21, 100];

/** Records a fixture of a stream for each of its scopes, from an enterprise of four invented people. */
export async function recordFixtures(name: string): Promise<Fixture[]> {
  const stream = streams.find((each) => each.name === name);
  if (stream === undefined) throw new Error(`src/streams/index.ts has no stream ${name}.`);
  const emulator = await startEmulator({
    ...{ seed: 1, now, users: 4 },
    customize: (people) => people.forEach((person) => (person.intensity = 1)),
  });
  try {
    const fixtures: Fixture[] = [];
    for (const scope of stream.scopes) fixtures.push(await recordFixture(stream, scope, emulator));
    return fixtures;
  } finally {
    await emulator.close();
  }
}

async function recordFixture(stream: Stream, scope: ScopeKind, emulator: Emulator): Promise<Fixture> {
  for (const days of historyDays) {
    const config = {
      ...(scope === 'organization' && { org_id: emulator.orgId }),
      start_date: addDays(lastDay, 1 - days),
      ...{ consumption_lookback_days: 2, metrics_lookback_days: 2, num_workers: 1 },
    };
    const fixture = await recordSyncs(stream, { scope, now, config }, emulator);
    if (fixture !== undefined) return fixture;
  }
  throw new Error(`The emulator has no records of ${stream.name} in ${scope} scope.`);
}

/**
 * A first sync, one more from its state, and one from the state that is left when the last request of the first fails.
 * Undefined if there are no records, or none that only a first sync reads.
 */
async function recordSyncs(
  stream: Stream,
  about: Pick<Fixture, 'scope' | 'now' | 'config'>,
  emulator: Emulator,
): Promise<Fixture | undefined> {
  const wire = new Recording(emulator.url);
  const apiUrl = await wire.start();
  const syncMode = stream.cursorField === undefined ? 'full_refresh' : 'incremental';
  const apiKey = emulator.keys[about.scope];
  const sync = (state?: unknown): Promise<Read> =>
    readStream({ stream: stream.name, fixture: about, apiUrl, apiKey, syncMode, state });
  try {
    const first = await sync();
    if (first.failures.length > 0) throw new Error(first.failures[0]?.message);
    const exchanges = wire.take();
    const second = await sync(first.state);
    wire.failing = exchanges.at(-1);
    const failed = await sync();
    wire.failing = undefined;
    await sync(failed.state);
    const known = new Set(exchanges.map(keyOf));
    const again = wire.take().filter((exchange) => !known.has(keyOf(exchange)));
    const scope = scopeOf({ ...about, exchanges, again, probes: [], records: [] }, apiUrl);
    const probes = await askProbes(stream.probes(scope, lastDay), wire, apiUrl, apiKey);
    const isNewFound = stream.cursorField === undefined || second.records.length < first.records.length;
    if (first.records.length === 0 || !isNewFound) return undefined;
    return { ...about, exchanges, again, probes, records: first.records };
  } finally {
    wire.stop();
  }
}

async function askProbes(
  probes: readonly Probe[],
  wire: Recording,
  apiUrl: string,
  apiKey: string,
): Promise<Exchange[]> {
  for (const probe of probes) await askProbe(probe, apiUrl, apiKey);
  return wire.take();
}

/** Asks a probe, and the one that follows it. */
async function askProbe({ paths, query, next }: Probe, apiUrl: string, apiKey: string): Promise<void> {
  const parameters = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  const text = new URLSearchParams(parameters).toString();
  for (const path of paths) {
    const answer = await fetch(`${apiUrl}${path}${text === '' ? '' : `?${text}`}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    if (!answer.ok) continue;
    const following = next?.(itemsOf(await answer.json())[0]);
    if (following !== undefined) await askProbe(following, apiUrl, apiKey);
    return;
  }
}

/** A proxy before the emulator that remembers what passes through, each request once. */
class Recording {
  failing: Exchange | undefined;
  private readonly exchanges = new Map<string, Exchange>();
  private readonly server: Server;

  constructor(private readonly targetUrl: string) {
    this.server = createServer((request, response) => {
      // It is the time of the fixture, and of no other clock.
      response.sendDate = false;
      void this.pass(request.url ?? '', request.headers.authorization ?? '').then(({ status, answer }) => {
        response.writeHead(status ?? 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** What passed since this was called last, in order. */
  take(): Exchange[] {
    const taken = [...this.exchanges.values()];
    this.exchanges.clear();
    return taken;
  }

  private async pass(uri: string, authorization: string): Promise<Exchange> {
    const request = requestOf(uri);
    if (this.failing !== undefined && keyOf(this.failing) === keyOf(request)) {
      return { ...request, status: 500, answer: {} };
    }
    const reply = await fetch(`${this.targetUrl}${uri}`, { headers: { authorization } });
    const answer: unknown = await reply.json();
    const exchange = { ...request, ...(reply.ok ? {} : { status: reply.status }), answer };
    // Every sync begins with this one.
    if (request.path === SELF_PATH) return exchange;
    if (!this.exchanges.has(keyOf(exchange))) this.exchanges.set(keyOf(exchange), exchange);
    return exchange;
  }
}
