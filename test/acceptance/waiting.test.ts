import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FaultKind } from '../../emulator/faults/fault-kinds';
import { Connection } from './connection';
import { expectFailure } from './fault-kinds';
import { discover, scopes, withEmulator } from './harness';
import { isSelf } from './needed-endpoints';
import { expectMended, expectTruth, sceneConfig, withScene } from './scene';
import { selfSigned } from './self-signed';
import { skippedWaits } from './skipped-waits';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.each(scopes)('Devin is overloaded, in %s scope', (scope) => {
  /** Enough answers in a row that the waits between them exceed the time of the case. */
  it.concurrent.each<[name: string, fault: FaultKind, count: number]>([
    ['429 that asks for a second, for 15 s', { kind: 'status', status: 429, retryAfter: 1 }, 16],
    ['429 that asks for nothing, for two minutes', { kind: 'status', status: 429 }, 9],
    ['503 that asks for a second, for 20 s', { kind: 'status', status: 503, retryAfter: 1 }, 21],
    ['503 for minutes', { kind: 'status', status: 503 }, 20],
    ['500 for a minute', { kind: 'status', status: 500 }, 16],
    ['a web page for a minute', { kind: 'html200' }, 16],
    ['broken connections for a minute', { kind: 'reset' }, 16],
  ])('%s: no stream fails, no row is lost', (_, fault, count) =>
    withScene(scope, async (scene) => {
      const { emulator, connection } = scene;
      // The first one is the question who the key is.
      const occurrences = upTo(count).map((number) => number + 1);
      const planned = emulator.faults.add({ ...fault, path: '*', occurrences });
      expectTruth(await connection.sync(), scene);
      expect(planned.done).toBe(count);
    }),
  );

  it.concurrent.each<[name: string, fault: FaultKind]>([
    ['503', { kind: 'status', status: 503 }],
    ['500', { kind: 'status', status: 500 }],
    ['a web page', { kind: 'html200' }],
    ['a broken connection', { kind: 'reset' }],
  ])('%s four times at each endpoint: no stream fails, no row is lost', (_, fault) =>
    withScene(scope, async (scene) => {
      const { emulator, connection, endpoints } = scene;
      const planned = endpoints.map(({ path }) =>
        emulator.faults.add({ ...fault, path, occurrences: upTo(4) }),
      );
      expectTruth(await connection.sync(), scene);
      expect(planned.filter(({ done }) => done !== 4)).toEqual([]);
    }),
  );

  it.concurrent("a date in Retry-After is counted by Devin's clock", () =>
    withScene(scope, async (scene) => {
      const { emulator, connection } = scene;
      emulator.switches.dateOffsetSeconds = 240;
      const retryAfter = { httpDateInSeconds: 2 };
      emulator.faults.add({ kind: 'status', status: 429, retryAfter, path: '*', occurrences: [2] });
      const run = await connection.sync();
      expectTruth(run, scene);
      expect(run.logs('INFO').filter((message) => message.includes('429'))).toEqual([
        expect.stringContaining('the next attempt is in 2.0 s') as string,
      ]);
    }),
  );
});

describe.each(scopes)('a 401 in the middle of a sync, in %s scope', (scope) => {
  const refused = { kind: 'status', status: 401 } as const;

  it.concurrent('once at each endpoint, while the key is valid: no stream fails', () =>
    withScene(scope, async (scene) => {
      const { emulator, connection, endpoints } = scene;
      const planned = endpoints.map(({ path }) =>
        emulator.faults.add({ ...refused, path, occurrences: [1] }),
      );
      expectTruth(await connection.sync(), scene);
      expect(planned.filter(({ done }) => done !== 1)).toEqual([]);
    }),
  );

  it.concurrent.each<[name: string, fault: FaultKind]>([
    ['503', { kind: 'status', status: 503 }],
    ['500', { kind: 'status', status: 500 }],
    ['429', { kind: 'status', status: 429 }],
    ['a web page', { kind: 'html200' }],
    ['a reset connection', { kind: 'reset' }],
  ])('while /v3/self is answered with %s: the cause is unclear, so the request is retried', (_, fault) =>
    withScene(scope, async (scene) => {
      const { emulator, connection, catalog, endpoints } = scene;
      emulator.faults.add({ ...fault, path: '/v3/self', occurrences: { from: 2 } });
      for (const endpoint of endpoints.filter((each) => !isSelf(each)))
        emulator.faults.add({ ...refused, path: endpoint.path });
      const run = await connection.sync();
      const streams = catalog.map(({ name }) => name);
      const code = fault.kind === 'status' && fault.status === 429 ? 'rate_limited' : 'unreachable';
      for (const stream of streams)
        expectFailure(run, stream, [code, 'transient_error', /GET \/v3\/self.* was answered 401/]);
      await expectMended(scene, streams);
    }),
  );

  it.concurrent('that lasts ends every stream at once', () =>
    withScene(scope, async (scene) => {
      const { emulator, connection, catalog } = scene;
      emulator.faults.add({ ...refused, path: '*' });
      const run = await connection.sync();
      for (const { name } of catalog)
        expectFailure(run, name, ['invalid_credentials', 'config_error', /expired or revoked/]);
      // Nothing but who the key is was asked.
      expect(emulator.requests.map(({ path }) => path)).toEqual(['/v3/self', '/v3/self']);
    }),
  );
});

it.concurrent.each(scopes)('a certificate that is not trusted is tried once by each, in %s scope', (scope) =>
  withEmulator({ now: '2026-12-01T09:00:00Z' }, async (emulator) => {
    let connections = 0;
    const { cert, key } = selfSigned('localhost');
    const server = createServer({ cert, key }, (_, response) => response.end('{}'));
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const api_url = `https://localhost:${(server.address() as AddressInfo).port}`;
      const streams = (await discover(scope)).map(({ name }) => name);
      const config = {
        ...sceneConfig,
        api_url,
        ...(scope === 'organization' && { org_id: emulator.orgId }),
      };
      const connection = await Connection.create(emulator, { scope, config, streams, env: skippedWaits });
      const run = await connection.sync();
      for (const stream of streams) expect(run.error(stream)?.message).toMatch(/^unreachable: .*certificate/);
      expect(run.logs('INFO').join()).not.toContain('the next attempt');
      // Who the key is, and at most two lists or days side by side for each stream.
      expect(connections).toBeGreaterThan(streams.length / 2);
    } finally {
      server.close();
    }
  }),
);
