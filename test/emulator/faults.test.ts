import { get } from 'node:http';
import type { FaultKind } from '../../emulator/faults/fault-kinds';
import { makeBucket } from '../../emulator/api/limits';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { ask, bounds, type Reply } from './asking';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

const users = '/v3/enterprise/members/users';
const daily = '/v3/enterprise/consumption/daily';
const window = bounds('2026-11-01', '2026-11-07');

async function underFault(kind: FaultKind, path = users): Promise<Reply> {
  emulator.faults.add({ path, ...kind });
  return ask(emulator, path, path === users ? {} : window);
}

describe('affected requests', () => {
  async function statuses(count: number, path = '/v3/self'): Promise<number[]> {
    const replies: number[] = [];
    for (let index = 0; index < count; index += 1) replies.push((await ask(emulator, path)).status);
    return replies;
  }

  test.each([
    ['all', [503, 503, 503, 503]],
    [undefined, [503, 503, 503, 503]],
    [
      [1, 3],
      [503, 200, 503, 200],
    ],
    [{ from: 3 }, [200, 200, 503, 503]],
  ] as const)('occurrences %j', async (occurrences, expected) => {
    const planned = emulator.faults.add({ path: '/v3/self', kind: 'status', status: 503, occurrences });
    expect(await statuses(4)).toEqual(expected);
    expect(planned).toMatchObject({ seen: 4, done: expected.filter((status) => status === 503).length });
  });

  test.each([
    ['the whole path', '/v3/enterprise/members/users', true],
    ['a beginning of it', '/v3/enterprise/members', false],
    ['a glob', '/v3/*/users', true],
    ['another glob', '/v3/*/prs', false],
    ['a regular expression', /members\/users/, true],
    ['a regular expression on the query', /first=7/, true],
  ] as const)('%s', async (_how, path, applies) => {
    emulator.faults.add({ path, kind: 'status', status: 500 });
    expect((await ask(emulator, users, { first: 7 })).status).toBe(applies ? 500 : 200);
  });

  test('a path with an encoded id is matched decoded', async () => {
    const id = emulator.world.people[5]?.id ?? '';
    emulator.faults.add({ path: `${daily}/users/${id}`, kind: 'status', status: 500 });
    expect((await ask(emulator, `${daily}/users/${encodeURIComponent(id)}`, window)).status).toBe(500);
  });

  test('query parameters restrict it further', async () => {
    emulator.faults.add({ path: users, query: { first: '2' }, kind: 'status', status: 500 });
    expect((await ask(emulator, users, { first: 3 })).status).toBe(200);
    expect((await ask(emulator, users, { first: 2 })).status).toBe(500);
  });

  test('faults follow each other, and end when cleared', async () => {
    emulator.faults.add({ path: '*', kind: 'status', status: 500, occurrences: [1] });
    emulator.faults.add({ path: '*', kind: 'status', status: 502, occurrences: [2] });
    expect(await statuses(3)).toEqual([500, 502, 200]);
    emulator.faults.add({ path: '*', kind: 'status', status: 500 });
    emulator.faults.clear();
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('statuses', () => {
  test.each([
    ['seconds', 7, '7'],
    ['anything', 'a while', 'a while'],
  ])('Retry-After in %s', async (_form, retryAfter, header) => {
    const reply = await underFault({ kind: 'status', status: 429, retryAfter });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, header]);
  });

  test('Retry-After as an HTTP date', async () => {
    const reply = await underFault({ kind: 'status', status: 503, retryAfter: { httpDateInSeconds: 3_600 } });
    const text = reply.headers.get('retry-after') ?? '';
    expect(text).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    expect(Date.parse(text)).toBe(Date.parse(reply.headers.get('date') ?? '') + 3_600_000);
  });

  test('without Retry-After, and with every body', async () => {
    const plain = await underFault({ kind: 'status', status: 500 });
    expect(plain.headers.get('retry-after')).toBeNull();
    expect(plain.body).toMatchObject({ status: 500 });
    emulator.faults.clear();
    const page = await underFault({ kind: 'status', status: 504, body: 'html' });
    expect([page.status, page.contentType]).toEqual([504, 'text/html']);
    emulator.faults.clear();
    expect((await underFault({ kind: 'status', status: 502, body: 'empty' })).text).toBe('');
  });

  test.each([
    ['echo-key', 'cog_a+b/c=='],
    ['echo-key-url-encoded', 'cog_a%2Bb%2Fc%3D%3D'],
    ['echo-key-base64', 'Y29nX2ErYi9jPT0='],
  ] as const)('%s repeats the key', async (body, echoed) => {
    const key = emulator.addKey({ text: 'cog_a+b/c==' });
    emulator.faults.add({ path: '*', kind: 'status', status: 400, body });
    expect((await ask(emulator, users, {}, key)).text).toContain(echoed);
  });

  test('a redirect', async () => {
    const reply = await underFault({ kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere', status: 307 });
    expect([reply.status, reply.headers.get('location')]).toEqual([307, 'http://127.0.0.1:9/elsewhere']);
  });
});

describe('bodies', () => {
  test('html200', async () => {
    const reply = await underFault({ kind: 'html200' });
    expect([reply.status, reply.contentType]).toEqual([200, 'text/html']);
    expect(reply.text).toContain('<html>');
  });

  test('truncated-json', async () => {
    const reply = await underFault({ kind: 'truncated-json' });
    expect(reply.status).toBe(200);
    expect(reply.text).toMatch(/^\{"items":\[/);
    expect(reply.body).toBeUndefined();
  });

  test('wrong-types', async () => {
    expect((await underFault({ kind: 'wrong-types' })).body).toMatchObject({ items: [12] });
    const row = { date: 'many', acus: 'many', acus_by_product: { devin: 'many' } };
    expect((await underFault({ kind: 'wrong-types' }, daily)).body).toMatchObject({
      total_acus: 'many',
      consumption_by_date: Array.from(
        { length: 7 },
        () =>
          expect.objectContaining({
            ...row,
            acus_by_product: expect.objectContaining(row.acus_by_product) as object,
          }) as object,
      ),
    });
  });

  test('missing-items', async () => {
    const reply = await underFault({ kind: 'missing-items' });
    expect(reply.body).not.toHaveProperty('items');
    expect(reply.body).toHaveProperty('has_next_page');
    expect((await underFault({ kind: 'missing-items' }, daily)).body).not.toHaveProperty(
      'consumption_by_date',
    );
  });

  test('null-user-id', async () => {
    const { items } = (await underFault({ kind: 'null-user-id' })).body as {
      items: { user_id: string | null }[];
    };
    expect(items.filter((item) => item.user_id === null)).toHaveLength(1);
  });

  test('empty-list', async () => {
    expect((await underFault({ kind: 'empty-list' })).body).toMatchObject({
      items: [],
      has_next_page: false,
    });
    expect((await underFault({ kind: 'empty-list' }, daily)).body).toEqual({
      total_acus: 0,
      consumption_by_date: [],
    });
  });

  test('a refusal stays a refusal under a fault of bodies', async () => {
    emulator.faults.add({ path: users, kind: 'wrong-types' });
    expect((await ask(emulator, users, { first: 0 })).status).toBe(422);
  });
});

describe('paging', () => {
  interface Page {
    items: { user_id: string }[];
    end_cursor: string;
    has_next_page: boolean;
  }
  async function page(after?: string): Promise<Page> {
    return (await ask(emulator, users, { first: 3, ...(after === undefined ? {} : { after }) })).body as Page;
  }

  test.each([
    ['endless-cursor', 1],
    ['moving-endless-cursor', 3],
  ] as const)('%s never ends, with %i cursors', async (kind, cursors) => {
    emulator.faults.add({ path: users, kind });
    const first = await page();
    const second = await page(first.end_cursor);
    const third = await page(second.end_cursor);
    expect(new Set([first, second, third].map((each) => each.end_cursor)).size).toBe(cursors);
    expect([first, second, third].map((each) => each.has_next_page)).toEqual([true, true, true]);
    expect(third.items).toEqual(first.items);
  });

  test('duplicate-members', async () => {
    emulator.faults.add({ path: users, kind: 'duplicate-members' });
    const first = await page();
    const second = await page(first.end_cursor);
    expect(first.items).toHaveLength(3);
    expect(second.items[0]).toEqual(first.items[2]);
    expect(second.items).toHaveLength(4);
    const third = await page(second.end_cursor);
    expect(third.items[0]).toEqual(second.items[3]);
  });
});

describe('the connection', () => {
  test.each(['reset', 'cut-off'] as const)('%s fails the request', async (kind) => {
    emulator.faults.add({ path: users, kind });
    await expect(ask(emulator, users)).rejects.toThrow();
    expect((await ask(emulator, '/v3/self')).status).toBe(200);
  });

  test('stall never answers, and close() ends it', async () => {
    emulator.faults.add({ path: users, kind: 'stall' });
    const stalled = expect(ask(emulator, users)).rejects.toThrow();
    while (emulator.requests.length === 0) await new Promise(setImmediate);
    await emulator.close();
    await stalled;
    expect(emulator.requests[0]?.status).toBe(0);
  });

  test('slow-drip arrives completely, in many small pieces', async () => {
    const quick = await ask(emulator, '/v3/self');
    emulator.faults.add({ path: '/v3/self', kind: 'slow-drip' });
    const pieces = await new Promise<string[]>((resolve, reject) => {
      const headers = { authorization: `Bearer ${emulator.keys.enterprise}` };
      const received: string[] = [];
      get(`${emulator.url}/v3/self`, { headers }, (response) => {
        response.on('data', (piece: Buffer) => received.push(piece.toString()));
        response.on('end', () => resolve(received));
      }).on('error', reject);
    });
    expect(pieces.join('')).toBe(quick.text);
    expect(pieces.length).toBeGreaterThan(quick.text.length / 10);
  });
});

describe('limits', () => {
  test('more requests than allowed are answered 429 while the limit is set', async () => {
    emulator.limits.requestsPerSecond = 0.01;
    expect((await ask(emulator, '/v3/self')).status).toBe(200);
    expect((await ask(emulator, '/v3/self')).status).toBe(429);
    emulator.limits.requestsPerSecond = null;
    expect((await ask(emulator, '/v3/self')).status).toBe(200);
  });

  test.each([
    ['seconds', /^(99|100)$/],
    ['http-date', /GMT$/],
    ['none', /^none$/],
  ] as const)('Retry-After as %s', async (retryAfter, pattern) => {
    Object.assign(emulator.limits, { requestsPerSecond: 0.01, retryAfter });
    await ask(emulator, '/v3/self');
    expect((await ask(emulator, '/v3/self')).headers.get('retry-after') ?? 'none').toMatch(pattern);
  });

  test('a bucket accepts the requests of one second at once, then the same number each second', () => {
    let milliseconds = 0;
    const bucket = makeBucket(() => milliseconds);
    const take = (count: number): number =>
      Array.from({ length: count }, () => bucket.take(10)).filter((wait) => wait === null).length;
    expect(take(30)).toBe(10);
    expect(bucket.take(10)).toBeCloseTo(0.1);
    milliseconds += 500;
    expect(take(30)).toBe(5);
    milliseconds += 60_000;
    expect(take(30)).toBe(10);
  });
});
