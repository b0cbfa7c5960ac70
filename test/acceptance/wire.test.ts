import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FaultKind } from '../../emulator/faults/fault-kinds';
import { expectFailure, type Says } from './fault-kinds';
import { read, scopes, withEmulator, type ScopeName } from './harness';
import { isSelf, neededEndpoints, type NeededEndpoint } from './needed-endpoints';
import { expectMended, expectTruth, withScene } from './scene';
import { skippedWaits } from './skipped-waits';

const html = (status: number): FaultKind => ({ kind: 'status', status, body: 'html', retryAfter: 0.05 });
const empty = (status: number): FaultKind => ({ kind: 'status', status, body: 'empty', retryAfter: 0.05 });
const json = (status: number): FaultKind => ({ kind: 'status', status, retryAfter: 0.05 });

/** What a gateway, a firewall or a proxy answers in Devin's place: it passes, and says nothing of people and permissions. */
const inBetween: [name: string, faults: FaultKind[]][] = [
  ['404, 403 and 401 with a web page', [html(404), html(403), html(401)]],
  ['400, 410 and 422 with a web page', [html(400), html(410), html(422)]],
  ['404, 403 and 418 with nothing', [empty(404), empty(403), empty(418)]],
  ['304, 300 and 407', [json(304), json(300), json(407)]],
  ['405, 421 and 520', [json(405), json(421), json(520)]],
];

describe.each(scopes)(
  'answers from another server, on each endpoint of every stream, in %s scope',
  (scope) => {
    it.concurrent.each(inBetween)('%s for a short time: no row is lost or doubled', (_, faults) =>
      withScene(scope, async (scene) => {
        const { emulator, connection, endpoints } = scene;
        const planned = endpoints.flatMap(({ path: struck }) =>
          faults.map((kind, index) =>
            emulator.faults.add({ ...kind, path: struck, occurrences: [index + 1] }),
          ),
        );
        expectTruth(await connection.sync(), scene);
        expect(planned.filter(({ done }) => done !== 1)).toEqual([]);
      }),
    );
  },
);

/** Of every answer that lasts, what the streams say that need the endpoint. */
const unreachable = (what: RegExp): Says => ['unreachable', 'transient_error', what];
const lasting: [name: string, fault: FaultKind, says: Says][] = [
  ['404 with a web page', html(404), unreachable(/404 Not Found with an HTML page; a gateway/)],
  ['403 with a web page', html(403), unreachable(/403 Forbidden with an HTML page; a gateway/)],
  ['401 with nothing', empty(401), unreachable(/401 Unauthorized with an empty body; a gateway/)],
  ['304', json(304), unreachable(/304 Not Modified/)],
  [
    '402',
    json(402),
    ['invalid_permissions', 'config_error', /402 Payment Required .*does not serve this account/],
  ],
  ['451', json(451), ['invalid_permissions', 'config_error', /451 .*does not serve this account/]],
  ['423', json(423), ['', 'system_error', /423 Locked/]],
  [
    'a deep error',
    { kind: 'status', status: 400, body: 'deep', depth: 10_000 },
    ['', 'system_error', /400 Bad Request/],
  ],
  [
    'a long 500',
    { kind: 'status', status: 500, body: 'html', bytes: 1e6, retryAfter: 0.05 },
    unreachable(/500 Internal Server Error .*HTML/),
  ],
];

type Half = [what: string, scope: ScopeName, fault: (typeof lasting)[number], struck: NeededEndpoint[]];

/** Every list in one scope, which keeps what is read of its items from being asked for; all else in the other. */
const halves = lasting.flatMap((fault, index): Half[] => {
  const [one, other] = index % 2 === 0 ? scopes : [...scopes].reverse();
  const listsOf = (scope: ScopeName) => neededEndpoints(scope).filter(({ isList }) => isList);
  const restOf = (scope: ScopeName) =>
    neededEndpoints(scope).filter((endpoint) => !endpoint.isList && !isSelf(endpoint));
  return [
    ['every list', one ?? 'enterprise', fault, listsOf(one ?? 'enterprise')],
    ['everything else', other ?? 'organization', fault, restOf(other ?? 'organization')],
  ];
});

describe('lasting answers from another server or for another account', () => {
  it.concurrent.each(halves.map((half) => [half[2][0], ...half] as const))(
    '%s, for %s, in %s scope: only its streams fail, with the reason, and the next sync reads the rest',
    (_name, _what, scope, [, kind, says], struck) =>
      withScene(scope, async (scene) => {
        const { emulator, connection } = scene;
        for (const { path: each } of struck) emulator.faults.add({ ...kind, path: each });
        const run = await connection.sync();
        const failed = [...new Set(struck.flatMap(({ streams }) => streams))];
        for (const stream of failed) {
          expectFailure(run, stream, says);
          expect(run.error(stream)?.message).not.toMatch(/permission\b/);
        }
        expectTruth(run, scene, failed);
        await expectMended(scene, failed);
      }),
  );
});

describe('a list without has_next_page', () => {
  it.concurrent.each(scopes)('is read to its end, in %s scope', (scope) =>
    withScene(scope, async (scene) => {
      for (const { path: each } of scene.endpoints.filter(({ isList }) => isList))
        scene.emulator.faults.add({ kind: 'without-has-next-page', path: each });
      expectTruth(await scene.connection.sync(), scene);
    }),
  );

  it.concurrent.each(scopes)('and members on its second page are not former members, in %s scope', (scope) =>
    withEmulator({ users: 600 }, async (emulator) => {
      emulator.faults.add({ kind: 'without-has-next-page', path: '*/members/*' });
      const run = await read({ emulator, scope, streams: ['members'] });
      expect(run.exitCode).toBe(0);
      expect(run.records('members').length).toBeGreaterThan(201);
    }),
  );
});

describe('characters that destinations refuse', () => {
  const refused = /\0|\p{Surrogate}/u;

  /** Keys and values, of everything that a run wrote. */
  const textsOf = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, part]) => [name, ...textsOf(part)]);
  };

  it.concurrent.each(scopes)('are in no record and no state, from any endpoint, in %s scope', (scope) =>
    withScene(scope, async ({ emulator, connection, catalog, rows, endpoints }) => {
      // A row with another id in each of two lists would be two rows.
      emulator.switches.enterpriseLists = 'own';
      for (const endpoint of endpoints.filter((each) => !isSelf(each))) {
        // Sizes and origins of sessions are counters: what has another name is not counted.
        const names = !endpoint.isCounts;
        emulator.faults.add({ kind: 'nul-and-surrogates', ids: true, names, path: endpoint.path });
      }
      for (const run of [await connection.sync(), await connection.sync()]) {
        for (const { name } of catalog) expect([name, run.error(name)?.message]).toEqual([name, undefined]);
        const texts = run.messages.flatMap(textsOf);
        expect(texts.filter((text) => refused.test(text))).toEqual([]);
        expect(texts.some((text) => text.includes('\ufffd'))).toBe(true);
      }
      for (const { name } of catalog)
        expect([name, connection.destination.rows(name).length]).toEqual([name, rows[name]?.length]);
    }),
  );
});

describe('deeply nested or huge answers', () => {
  it.concurrent.each<[ScopeName, 'objects' | 'arrays']>([
    ['enterprise', 'objects'],
    ['organization', 'arrays'],
  ])('a new field nested 100,000 deep, on every endpoint, in %s scope: nothing is lost', (scope, of) =>
    withScene(scope, async (scene) => {
      const { emulator, connection, endpoints } = scene;
      for (const { path: each } of endpoints)
        emulator.faults.add({ kind: 'deep', depth: 100_000, field: 'unheard_of', of, path: each });
      expectTruth(await connection.sync(), scene);
    }),
  );

  it.concurrent.each(scopes)('cursors of 10 kB on every list, in %s scope: nothing is lost', (scope) =>
    withScene(scope, async (scene) => {
      for (const { path: each } of scene.endpoints.filter(({ isList }) => isList))
        scene.emulator.faults.add({ kind: 'long', bytes: 10_000, field: 'end_cursor', path: each });
      expectTruth(await scene.connection.sync(), scene);
    }),
  );

  /** The most memory that a sync of these streams takes, in MB. */
  const peakOf = async (use: (env: Record<string, string>) => Promise<void>): Promise<number> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-'));
    const file = path.join(folder, 'peak');
    const preloaded = path.join(__dirname, 'preloaded-peak-memory.mjs');
    const options = `${skippedWaits.NODE_OPTIONS} --import=${preloaded}`;
    try {
      await use({ NODE_OPTIONS: options, PEAK_MEMORY_FILE: file });
      return Number(readFileSync(file, 'utf8')) / 1024;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it.concurrent('16 MiB of empty lists in each answer: only its streams fail, below 400 MB', () =>
    withEmulator({}, async (emulator) => {
      const streams = ['members', 'daily_consumption', 'daily_pr_metrics', 'organizations'];
      for (const struck of ['*/members/*', '*/consumption/daily', '*/metrics/prs'])
        emulator.faults.add({ kind: 'long', bytes: 16e6, of: 'lists', path: struck });
      const peak = await peakOf(async (env) => {
        const run = await read({ emulator, streams, env });
        const what = /is too large: it holds more than 1,000,000 lists and objects/;
        for (const stream of streams.slice(0, -1)) expectFailure(run, stream, ['', 'system_error', what]);
        expect(run.outcome('organizations')).toBe('COMPLETE');
      });
      expect(peak).toBeLessThan(400);
    }),
  );

  it.concurrent('an error page of 60 MB takes no memory, and fails only its streams', () =>
    withEmulator({}, async (emulator) => {
      const page = { kind: 'status', status: 500, body: 'html', bytes: 60e6 } as const;
      emulator.faults.add({ ...page, path: '*/organizations' });
      const peak = await peakOf(async (env) => {
        const run = await read({ emulator, streams: ['organizations'], env });
        expectFailure(run, 'organizations', unreachable(/500 Internal Server Error .*HTML/));
      });
      expect(peak).toBeLessThan(200);
    }),
  );

  it.concurrent('150,000 members on one page are read: more than the arguments of a call', async () => {
    const items = Array.from({ length: 150_000 }, (_, index) => ({ user_id: `u${index}` }));
    const page = JSON.stringify({ items, has_next_page: false });
    const server = createServer((_, response) => response.end(page));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await withEmulator({}, async (emulator) => {
        const config = { api_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
        const run = await read({ emulator, config, streams: ['members'] });
        expect([run.error('members')?.message, run.exitCode]).toEqual([undefined, 0]);
        expect(run.records('members')).toHaveLength(150_000);
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
