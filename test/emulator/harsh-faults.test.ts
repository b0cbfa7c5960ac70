import { get } from 'node:http';
import type { Fault, FaultKind } from '../../emulator/faults/fault-kinds';
import { makeFaultPlan } from '../../emulator/faults/faults';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { ask, askAll, bounds, type Reply } from './asking';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ days: 60 });
});
afterEach(() => emulator.close());

const users = '/v3/enterprise/members/users';
const insights = '/v3/enterprise/sessions/insights';
const logs = '/v3/enterprise/audit-logs';
const daily = '/v3/enterprise/consumption/daily';
const window = bounds('2026-11-01', '2026-11-07');

type Json = Record<string, unknown>;

async function underFault(kind: FaultKind, path = users): Promise<Reply> {
  emulator.faults.clear();
  emulator.faults.add({ path, ...kind });
  return ask(emulator, path, path === daily ? window : {});
}

function itemsOf(reply: Reply): Json[] {
  return (reply.body as { items: Json[] }).items;
}

describe('unusual statuses', () => {
  const statuses = [300, 304, 402, 405, 406, 409, 410, 418, 421, 425, 431, 451, 499, 501, 505, 520, 599];

  test.each(statuses)('%i as JSON, as a web page and without a body', async (status) => {
    const hasBody = status !== 304;
    const told = await underFault({ kind: 'status', status });
    expect([told.status, told.text !== '']).toEqual([status, hasBody]);
    if (hasBody) expect(told.body).toMatchObject({ status, detail: 'planned fault' });
    const page = await underFault({ kind: 'status', status, body: 'html' });
    expect([page.status, page.text.includes('<html>')]).toEqual([status, hasBody]);
    if (hasBody) expect(page.contentType).toBe('text/html');
    expect(await underFault({ kind: 'status', status, body: 'empty' })).toMatchObject({ status, text: '' });
  });

  test('a connection stays open after an answer without a body', async () => {
    for (const status of [204, 304]) {
      expect((await underFault({ kind: 'status', status })).status).toBe(status);
      emulator.faults.clear();
      expect((await ask(emulator, '/v3/self')).status).toBe(200);
    }
  });

  test.each(['json', 'html', 'echo-key'] as const)(
    'an error as %s has the requested length',
    async (body) => {
      const reply = await underFault({ kind: 'status', status: 502, body, bytes: 300_000 });
      expect(reply.text.length).toBeGreaterThanOrEqual(300_000);
    },
  );

  test('a deeply nested error', async () => {
    const reply = await underFault({ kind: 'status', status: 503, body: 'deep', depth: 100_000 });
    expect([reply.status, reply.contentType]).toEqual([503, 'application/problem+json']);
    expect(depthOf(reply.text)).toBe(100_000);
  });
});

/** How deep brackets nest outside of texts. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const sign of text.replace(/"(\\.|[^"\\])*"/g, '')) {
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

describe('storm', () => {
  test.each([429, 503] as const)(
    '%i from its first request on, for the given time, for all requests',
    (status) => {
      let clockMs = 5_000;
      const plan = makeFaultPlan(() => clockMs);
      const planned = plan.add({ path: '/v3/*', kind: 'storm', status, seconds: 15, retryAfter: 1 });
      const isRefused = (path = '/v3/self'): boolean =>
        plan.find({ path, url: path, query: new URLSearchParams() }) !== null;
      clockMs += 60_000;
      expect(isRefused('/elsewhere')).toBe(false);
      expect([isRefused(), isRefused('/v3/x')]).toEqual([true, true]);
      clockMs += 14_999;
      expect(isRefused()).toBe(true);
      clockMs += 1;
      expect([isRefused(), isRefused('/v3/x')]).toEqual([false, false]);
      clockMs += 1_000_000;
      expect(isRefused()).toBe(false);
      expect(planned).toMatchObject({ seen: 6, done: 3 });
    },
  );

  test('may start with a later request, and lets other faults happen when it is over', () => {
    let clockMs = 0;
    const plan = makeFaultPlan(() => clockMs);
    plan.add({ path: '*', kind: 'storm', status: 503, seconds: 1, occurrences: [3] });
    plan.add({ path: '*', kind: 'reset', occurrences: [6] });
    const kinds = Array.from({ length: 6 }, (_, index) => {
      if (index === 4) clockMs += 1_000;
      return plan.find({ path: '/', url: '/', query: new URLSearchParams() })?.kind;
    });
    expect(kinds).toEqual([undefined, undefined, 'storm', 'storm', undefined, 'reset']);
  });

  test('is answered like Devin, with Retry-After if configured', async () => {
    const plain = await underFault({ kind: 'storm', status: 503, seconds: 60 });
    expect([plain.status, plain.headers.get('retry-after')]).toEqual([503, null]);
    expect(plain.body).toMatchObject({ status: 503 });
    const told = await underFault({ kind: 'storm', status: 429, seconds: 60, retryAfter: 1 });
    expect([told.status, told.headers.get('retry-after')]).toEqual([429, '1']);
  });
});

describe('nul-and-surrogates', () => {
  const awkward = '\u0000\udc00\ud800';
  const escapes = '\\u0000\\udc00\\ud800';

  test('end every text except ids and cursors, as escapes', async () => {
    const plain = itemsOf(await ask(emulator, users));
    const reply = await underFault({ kind: 'nul-and-surrogates' });
    const [first] = itemsOf(reply);
    expect(reply.text).toContain(escapes);
    expect(reply.text).not.toContain('\ufffd');
    expect(first).toMatchObject({
      user_id: plain[0]?.['user_id'],
      name: `${String(plain[0]?.['name'])}${awkward}`,
    });
    const role = (plain[0] as { role_assignments: { role: Record<string, string> }[] }).role_assignments[0]
      ?.role;
    expect(first?.['role_assignments']).toContainEqual(
      expect.objectContaining({
        role: expect.objectContaining({
          role_id: role?.['role_id'],
          role_name: `${role?.['role_name'] ?? ''}${awkward}`,
        }) as object,
      }),
    );
    const { end_cursor: cursor } = (await ask(emulator, users, { first: 2 })).body as { end_cursor: string };
    expect(cursor).not.toContain(awkward);
  });

  test('also ids, which are recognized with U+FFFD instead', async () => {
    const ids = itemsOf(await underFault({ kind: 'nul-and-surrogates', ids: true })).map((item) =>
      String(item['user_id']),
    );
    expect(ids.filter((id) => !id.endsWith(awkward))).toEqual([]);
    const plain = emulator.world.people[5]?.id ?? '';
    const id = encodeURIComponent(
      ids.find((each) => each.startsWith(plain))?.replace(awkward, '\ufffd\ufffd\ufffd') ?? '',
    );
    const ofOne = await ask(emulator, `${daily}/users/${id}`, window);
    expect(ofOne.text).toBe(
      (await ask(emulator, `${daily}/users/${encodeURIComponent(plain)}`, window)).text,
    );
    expect((ofOne.body as { total_acus: number }).total_acus).toBeGreaterThan(0);
    const prs = '/v3/enterprise/metrics/prs';
    const counted = await ask(emulator, prs, {
      ...window,
      user_ids: [`${plain}\ufffd\ufffd\ufffd`, 'nobody'],
    });
    expect(counted.text).toBe((await ask(emulator, prs, { ...window, user_ids: [plain] })).text);
  });

  test('only names of products, origins and free JSON if configured', async () => {
    const names = (reply: Reply): string[] =>
      [...reply.text.matchAll(/"([^"]*)":/g)].map(([, name = '']) => name);
    const plain = await underFault({ kind: 'nul-and-surrogates' }, daily);
    expect(names(plain).join()).not.toContain(escapes);
    const all = await underFault({ kind: 'nul-and-surrogates', names: true }, daily);
    expect(new Set(names(all).filter((name) => name.endsWith(escapes)))).toEqual(
      new Set(['devin', 'cascade', 'terminal', 'review'].map((name) => `${name}${escapes}`)),
    );
    const entries = await underFault({ kind: 'nul-and-surrogates', names: true }, logs);
    expect(entries.text).toContain(`"data":{"source${escapes}":"`);
  });
});

describe('deep', () => {
  test('by default: in free JSON if present, and in a new field, of the first row', async () => {
    emulator.switches.structuredOutput = 'object';
    const reply = await underFault({ kind: 'deep', depth: 300 }, insights);
    const [first, second] = itemsOf(reply);
    expect(depthOf(reply.text)).toBe(303);
    for (const name of ['structured_output', 'analysis', 'unheard_of']) {
      expect(depthOf(JSON.stringify(first?.[name]))).toBe(300);
      expect(depthOf(JSON.stringify(second?.[name] ?? null))).toBeLessThan(10);
    }
    const [entry] = itemsOf(await underFault({ kind: 'deep', depth: 300 }, logs));
    expect(Object.keys(entry ?? {})).not.toContain('analysis');
    expect(depthOf(JSON.stringify(entry?.['data']))).toBe(300);
  });

  test.each([
    ['objects', '{"in":'],
    ['arrays', '['],
  ] as const)('as deep as 100,000 in a named field, of %s, also in every row', async (of, start) => {
    const one = await underFault({ kind: 'deep', depth: 100_000, field: 'name', of });
    expect(depthOf(one.text)).toBe(100_003);
    const all = await underFault({ kind: 'deep', depth: 1_000, field: 'name', of, rows: 'all' });
    expect(all.text.split(`"name":${start.repeat(999)}`)).toHaveLength(29);
  });

  test('an answer without rows has it at the top', async () => {
    const { body } = await underFault({ kind: 'deep', depth: 5 }, '/v3/self');
    expect(body).toMatchObject({ unheard_of: { in: { in: { in: { in: {} } } } } });
  });
});

describe('long', () => {
  test('a new field, a named one, or all rows’', async () => {
    const one = itemsOf(await underFault({ kind: 'long', bytes: 5_000 }));
    expect([String(one[0]?.['unheard_of']).length, one[1]?.['unheard_of']]).toEqual([5_000, undefined]);
    const all = itemsOf(
      await underFault({ kind: 'long', bytes: 400_000, field: 'title', rows: 'all' }, insights),
    );
    expect(new Set(all.map((item) => String(item['title']).length))).toEqual(new Set([400_000]));
  });

  test('lists of lists', async () => {
    const reply = await underFault({ kind: 'long', bytes: 3_000_000, of: 'lists' });
    expect(reply.text.length).toBeGreaterThan(3_000_000);
    const lists = itemsOf(reply)[0]?.['unheard_of'] as unknown[][];
    expect([lists.length > 999_999, lists.every((list) => list.length === 0)]).toEqual([true, true]);
  });

  test('cursors of a megabyte lead through the whole list', async () => {
    const whole = await askAll(emulator, users);
    emulator.faults.add({ path: users, kind: 'long', field: 'end_cursor', bytes: 800_000 });
    const first = (await ask(emulator, users, { first: 9 })).body as { end_cursor: string };
    expect(first.end_cursor.length).toBeGreaterThan(1_000_000);
    expect(await askAll(emulator, users, { first: 9 })).toEqual(whole);
    expect(await askAll(emulator, users)).toEqual(whole);
  });
});

test('crowded: a page has that many items, each with a unique id', async () => {
  const plain = itemsOf(await ask(emulator, users));
  const items = itemsOf(await underFault({ kind: 'crowded', items: 30_000 }));
  expect(items.slice(0, plain.length)).toEqual(plain);
  expect(new Set(items.map((item) => item['user_id'])).size).toBe(30_000);
  expect((await underFault({ kind: 'crowded', items: 3 }, daily)).status).toBe(200);
});

test('without-has-next-page: a cursor and no has_next_page', async () => {
  emulator.faults.add({ path: users, kind: 'without-has-next-page', occurrences: [1] });
  const { body } = await ask(emulator, users, { first: 3 });
  expect(body).not.toHaveProperty('has_next_page');
  const rest = await askAll(emulator, users, { after: (body as { end_cursor: string }).end_cursor });
  expect(rest).toHaveLength(25);
});

test.each([
  { kind: 'deep', depth: 9 },
  { kind: 'long', bytes: 9 },
  { kind: 'crowded', items: 9 },
  { kind: 'nul-and-surrogates', ids: true, names: true },
  { kind: 'without-has-next-page' },
] as Omit<Fault, 'path'>[])('%j applies to every form of an answer, but not to a refusal', async (fault) => {
  emulator.faults.add({ path: '*', ...fault } as Fault);
  const dau = '/v3/enterprise/metrics/dau';
  for (const path of [users, daily, dau, '/v3/self', '/v3/enterprise/metrics/prs']) {
    expect([path, (await ask(emulator, path, window)).body]).toEqual([path, expect.any(Object)]);
  }
  expect((await ask(emulator, users, { first: 0 })).status).toBe(422);
});

test('a path of a megabyte is answered completely', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    get(`${emulator.url}/v3/self?${'x'.repeat(1_000_000)}`, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
  expect(status).toBe(401);
});
