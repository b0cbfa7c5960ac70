import { endpoints } from '../../emulator/api/routes';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import type { Switches } from '../../emulator/world/switches';
import type { TruthRecord } from '../../emulator/truths/truth';
import { ask, askAll, bounds, type Query } from './asking';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ days: 60 });
});
afterEach(() => emulator.close());

const sessions = '/v3/enterprise/sessions';
const insights = '/v3/enterprise/sessions/insights';
const users = '/v3/enterprise/members/users';
const logs = '/v3/enterprise/audit-logs';
const window = bounds('2026-11-02', '2026-11-08');
const range = { after: '2026-11-02T08:00:00Z', before: '2026-11-09T08:00:00Z' };
const updated = { updated_after: window.time_after, updated_before: window.time_before };

interface Listed extends Record<string, unknown> {
  session_id: string;
  created_at: number;
  updated_at: number;
  pull_requests: Record<string, string>[];
}

function list(query: Query, path = sessions): Promise<Listed[]> {
  return askAll<Listed>(emulator, path, query);
}

function seconds(iso: unknown): number {
  return Date.parse(String(iso)) / 1000;
}

describe('lists of sessions', () => {
  test.each([sessions, insights])('%s is newest first by creation, within a day too', async (path) => {
    for (const query of [{}, updated]) {
      const created = (await list(query, path)).map((session) => session.created_at);
      expect(created).toEqual([...created].sort((one, other) => other - one));
      expect(created.length).toBeGreaterThan(20);
    }
  });

  test('the lower bound of creation is inclusive and the upper exclusive, whatever other bounds do', async () => {
    const [one] = await list({ created_after: window.time_after, created_before: window.time_before });
    const at = one?.created_at ?? 0;
    Object.assign(emulator.switches, { lowerBound: 'exclusive', upperBound: 'inclusive' });
    const found = async (after: number, before: number): Promise<string[]> =>
      (await list({ created_after: after, created_before: before })).map((session) => session.session_id);
    expect(await found(at, at + 1)).toEqual([one?.session_id]);
    expect(await found(at - 1, at)).toEqual([]);
  });

  test('ids are bare or have the documented prefix, and both forms find them', async () => {
    const bare = await list(updated);
    expect(bare.filter(({ session_id: id }) => id.startsWith('devin-'))).toEqual([]);
    emulator.switches.sessionIds = 'prefixed';
    const ids = bare.map(({ session_id: id }) => `devin-${id}`);
    expect((await list(updated)).map(({ session_id: id }) => id)).toEqual(ids);
    const told = emulator.truth('sessions', 'enterprise', range);
    expect(told.map((row) => String(row['session_id'])).sort()).toEqual([...ids].sort());
    const two = [ids[0] ?? '', (ids[1] ?? '').replace('devin-', '')];
    expect(await list({ session_ids: two })).toHaveLength(2);
  });
});

describe('parameters that Devin does not know', () => {
  test.each([
    ['time bounds of sessions', sessions, { time_after: window.time_after, time_before: window.time_before }],
    ['a filter that is misspelt', sessions, { updated_since: window.time_after }],
    ['a cursor that is misspelt', users, { cursor: 'x', page: 2 }],
    ['anything of an aggregate', '/v3/enterprise/metrics/prs', { ...window, group_by: 'user' }],
  ] as [string, string, Query][])('are ignored: %s', async (_name, path, query) => {
    const known = path.endsWith('/prs') ? window : {};
    const answer = async (asked: Query): Promise<object> => ({
      ...((await ask(emulator, path, asked)).body as object),
      // It names the reading that it belongs to.
      end_cursor: null,
    });
    expect(await answer(query)).toEqual(await answer(known));
  });

  test('updatedAfter: the bounds of changes filter, or are ignored; the truth is the same', async () => {
    const told = emulator.truth('sessions', 'enterprise', range);
    const narrow = await list(updated);
    expect(narrow).toHaveLength(told.length);
    emulator.switches.updatedAfter = 'ignored';
    const all = await list(updated);
    expect(all).toEqual(await list({}));
    expect(all.length).toBeGreaterThan(narrow.length);
    expect(emulator.truth('sessions', 'enterprise', range)).toEqual(told);
  });
});

describe('the Date header', () => {
  const minute = 60;
  const dateOf = async (path = '/v3/self', query: Query = {}, key?: string): Promise<number> =>
    Date.parse((await ask(emulator, path, query, key)).headers.get('date') ?? '') / 1000;

  test.each([0, 3 * 86_400, -10 * minute])(
    'dateOffsetSeconds %i: differs by that from the emulator’s now',
    async (offset) => {
      emulator.switches.dateOffsetSeconds = offset;
      for (const now of ['2026-11-21T09:00:00Z', '2026-12-24T18:30:00Z']) {
        emulator.setNow(now);
        const expected = seconds(now) + offset;
        expect(await dateOf()).toBe(expected);
        expect(await dateOf('/v3/self', {}, 'cog_unknown')).toBe(expected);
        expect(await dateOf(users, { first: 0 })).toBe(expected);
        expect(await dateOf('/v3/self/')).toBe(expected);
      }
    },
  );

  test.each([
    { kind: 'status', status: 503 },
    { kind: 'status', status: 404, body: 'html' },
    { kind: 'status', status: 304 },
    { kind: 'storm', status: 429, seconds: 60 },
    { kind: 'html200' },
    { kind: 'truncated-json' },
    { kind: 'slow-drip', bytesPerMillisecond: 1_000 },
    { kind: 'redirect', to: '/elsewhere' },
  ] as const)('is sent under the fault %j, without Age', async (fault) => {
    emulator.faults.add({ path: '*', ...fault });
    const { headers } = await ask(emulator, '/v3/self');
    expect([headers.get('date'), headers.get('age')]).toEqual(['Sat, 21 Nov 2026 09:00:00 GMT', null]);
  });

  test('a Retry-After with a date is counted from it', async () => {
    emulator.switches.dateOffsetSeconds = 600;
    const wait = async (): Promise<number> => {
      const { headers } = await ask(emulator, '/v3/self');
      return (Date.parse(headers.get('retry-after') ?? '') - Date.parse(headers.get('date') ?? '')) / 1000;
    };
    emulator.faults.add({ path: '*', kind: 'status', status: 429, retryAfter: { httpDateInSeconds: 7 } });
    expect(await wait()).toBe(7);
    emulator.faults.clear();
    Object.assign(emulator.limits, { requestsPerSecond: 0.01, retryAfter: 'http-date' });
    await ask(emulator, '/v3/self');
    expect(await wait()).toBe(100);
  });
});

test.each(['401', '403'] as const)(
  'deadKey %s: unknown, revoked and missing keys, on every path',
  async (status) => {
    emulator.switches.deadKey = status;
    emulator.switches.orgMembersPath = 'both';
    const revoked = emulator.addKey({ permissions: ['ViewAccountMetrics'] });
    emulator.revokeKey(revoked);
    for (const { path } of endpoints) {
      const filled = path.replace('{org_id}', emulator.orgId).replace(/\{\w+\}/g, 'x');
      const statuses = [
        (await ask(emulator, filled, {}, 'cog_unknown')).status,
        (await ask(emulator, filled, {}, revoked)).status,
        (await fetch(`${emulator.url}${filled}`)).status,
      ];
      expect([path, ...statuses]).toEqual([path, ...statuses.map(() => Number(status))]);
    }
    expect((await ask(emulator, '/v3/self')).status).toBe(200);
  },
);

describe('lateEntries', () => {
  test('an entry of the audit log is listed when it is old enough, and the truth equals the list', async () => {
    const [newest] = await askAll<{ audit_log_id: string; created_at: number }>(emulator, logs);
    emulator.switches.lateEntries = 600;
    const listed = async (): Promise<boolean> => {
      const items = await askAll<{ audit_log_id: string }>(emulator, logs);
      const told = emulator.truth('audit_logs', 'enterprise').map((row) => row['audit_log_id']);
      expect(items.map((item) => item.audit_log_id).sort()).toEqual(told.sort());
      return told.includes(newest?.audit_log_id);
    };
    const at = (newest?.created_at ?? 0) + 600;
    emulator.setNow(new Date((at - 1) * 1000).toISOString());
    expect(await listed()).toBe(false);
    emulator.setNow(new Date(at * 1000).toISOString());
    expect(await listed()).toBe(true);
  });

  test.each([
    ['sessions', sessions],
    ['session_insights', insights],
  ])('%s: a new session and a changed one come late', async (stream, path) => {
    const changed = (await list({}, path)).find((session) => session.updated_at > session.created_at + 3_600);
    const find = async (secondsLater: number): Promise<number | undefined> => {
      emulator.setNow(new Date((changed?.updated_at ?? 0) * 1000 + secondsLater * 1000).toISOString());
      const items = await list({}, path);
      const told = emulator.truth(stream, 'enterprise', { after: '2020-01-01T00:00:00Z' });
      expect(items.map((item) => item.updated_at).sort()).toEqual(
        told.map((row) => seconds(row['updated_at'])).sort(),
      );
      return items.find((item) => item.session_id === changed?.session_id)?.updated_at;
    };
    expect(await find(0)).toBe(changed?.updated_at);
    emulator.switches.lateEntries = 600;
    expect(await find(599)).toBeLessThan(changed?.updated_at ?? 0);
    expect(await find(600)).toBe(changed?.updated_at);
    emulator.setNow(new Date((changed?.created_at ?? 0) * 1000 + 599_000).toISOString());
    expect((await list({}, path)).map((item) => item.session_id)).not.toContain(changed?.session_id);
  });
});

describe('lists that change while they are paged', () => {
  const before = seconds('2026-11-21T09:00:00Z');
  const asked = { updated_after: before - 3 * 86_400, updated_before: before, first: 10 };

  /** Reads the list of what changed until now, while sessions change: they leave it. */
  async function read(
    cursors: Switches['cursors'],
  ): Promise<{ whole: string[]; met: string[]; left: string[] }> {
    Object.assign(emulator.switches, { cursors });
    emulator.setNow('2026-11-21T09:00:00Z');
    const ids = async (): Promise<string[]> => (await list(asked)).map(({ session_id: id }) => id);
    const whole = await ids();
    const paging = await ask(emulator, sessions, asked);
    emulator.setNow('2026-11-22T09:00:00Z');
    const stay = await ids();
    const { items, end_cursor: after } = paging.body as { items: Listed[]; end_cursor: string };
    const rest = await askAll<Listed>(emulator, sessions, { ...asked, after });
    const met = [...items, ...rest].map(({ session_id: id }) => id);
    return { whole, met, left: whole.filter((id) => !stay.includes(id)) };
  }

  test('stable: each item that stays in the list is read once', async () => {
    const { whole, met, left } = await read('stable');
    expect(left.length).toBeGreaterThan(3);
    expect(new Set(met).size).toBe(met.length);
    expect(whole.filter((id) => !met.includes(id) && !left.includes(id))).toEqual([]);
  });

  test('offset: an item that moves across a page border is missed', async () => {
    const { whole, met, left } = await read('offset');
    expect(whole.filter((id) => !met.includes(id) && !left.includes(id))).not.toEqual([]);
  });

  test.each(['stable', 'offset'] as const)(
    '%s: a list without removals is read completely',
    async (cursors) => {
      for (const listOrder of ['stable', 'shuffled-per-request'] as const) {
        Object.assign(emulator.switches, { cursors, listOrder });
        const whole = await list({ ...updated, first: 200 });
        const paged = await list({ ...updated, first: 7 });
        expect(paged.map((item) => item.session_id).sort()).toEqual(
          whole.map((item) => item.session_id).sort(),
        );
      }
    },
  );

  test('stable cursors also work for a repeated page and across several changes', async () => {
    const first = await ask(emulator, sessions, asked);
    const cursor = (first.body as { end_cursor: string }).end_cursor;
    emulator.setNow('2026-11-21T15:00:00Z');
    const second = await ask(emulator, sessions, { ...asked, after: cursor });
    expect((await ask(emulator, sessions, { ...asked, after: cursor })).text).toBe(second.text);
    emulator.setNow('2026-11-21T23:00:00Z');
    const stay = new Set((await list(asked)).map(({ session_id: id }) => id));
    const next = (second.body as { end_cursor: string }).end_cursor;
    const rest = await list({ ...asked, after: next });
    const pages = [first, second].flatMap((page) => (page.body as { items: Listed[] }).items);
    const met = [...pages, ...rest].map(({ session_id: id }) => id);
    expect(new Set(met).size).toBe(met.length);
    expect([...stay].filter((id) => !met.includes(id))).toEqual([]);
  });

  test('afterRequest changes the world between two requests', async () => {
    const seen: [string, number][] = [];
    const changing = await startEmulator({
      afterRequest: ({ path, status }, itself) => {
        seen.push([path, status]);
        if (seen.length === 1) itself.setNow('2026-11-22T09:00:00Z');
      },
    });
    await ask(changing, '/v3/self');
    await ask(changing, '/v3/nothing');
    expect(seen).toEqual([
      ['/v3/self', 200],
      ['/v3/nothing', 404],
    ]);
    expect(changing.now).toBe('2026-11-22T09:00:00Z');
    await changing.close();
  });

  test('hasNextPage absent: only the cursor shows that there is more', async () => {
    const whole = await askAll(emulator, users);
    emulator.switches.hasNextPage = 'absent';
    for (const lastPageCursor of ['null', 'present'] as const) {
      emulator.switches.lastPageCursor = lastPageCursor;
      const items: unknown[] = [];
      const cursors = new Set<string>();
      let cursor: string | null = null;
      do {
        if (cursor !== null) cursors.add(cursor);
        const { body } = await ask(emulator, users, { first: 10, ...(cursor !== null && { after: cursor }) });
        expect(body).not.toHaveProperty('has_next_page');
        const page = body as { items: unknown[]; end_cursor: string | null };
        items.push(...page.items);
        cursor = page.end_cursor;
      } while (cursor !== null && !cursors.has(cursor));
      expect(items).toEqual(whole);
    }
  });
});

describe('observed forms of fields', () => {
  const first = async (path = sessions): Promise<Record<string, unknown>> =>
    (await list(updated, path))[0] ?? {};
  const told = (stream = 'sessions'): TruthRecord[] => emulator.truth(stream, 'enterprise', range);

  test.each([
    ['null', { acus_consumed: null }, null],
    ['zero', { acus_consumed: 0 }, 0],
    ['absent', {}, null],
  ] as const)('acusConsumed %s', async (acusConsumed, sent, truth) => {
    expect(await first()).toHaveProperty('acus_consumed', expect.any(Number));
    emulator.switches.acusConsumed = acusConsumed;
    for (const path of [sessions, insights]) {
      const { acus_consumed: acus } = await first(path);
      expect(acus === undefined ? {} : { acus_consumed: acus }).toEqual(sent);
    }
    expect(new Set(told().map((row) => row['acus_consumed']))).toEqual(new Set([truth]));
  });

  test('structuredOutput', async () => {
    const outputs = async (): Promise<unknown[]> =>
      (await list(updated)).map((session) => session['structured_output']);
    expect(new Set(await outputs())).toEqual(new Set([null]));
    emulator.switches.structuredOutput = 'object';
    const sent = await outputs();
    expect(sent).toContainEqual({ verdict: 'ready', checks: [{ name: 'tests', passed: true }] });
    expect(sent).toContain(null);
    expect(told().map((row) => row['structured_output'])).toEqual(expect.arrayContaining(sent));
    emulator.switches.structuredOutput = 'absent';
    expect(await first()).not.toHaveProperty('structured_output');
    expect(told()[0]).toHaveProperty('structured_output', null);
  });

  test('pullRequestFields and draftPullRequests', async () => {
    const pulls = async (): Promise<Record<string, string>[]> =>
      (await list(updated)).flatMap((session) => session.pull_requests);
    const documented = await pulls();
    emulator.switches.draftPullRequests = true;
    const states = new Set((await pulls()).map((pull) => pull['pr_state']));
    expect(states).toEqual(new Set(['open', 'draft', 'merged', 'closed']));
    expect(JSON.stringify(told())).toContain('"pr_state":"draft"');
    Object.assign(emulator.switches, { draftPullRequests: false, pullRequestFields: 'url' });
    expect(await pulls()).toEqual(
      documented.map((pull) => ({ url: pull['pr_url'], state: pull['pr_state'] })),
    );
    const truth = told().flatMap((row) => row['pull_requests']);
    expect(truth).toEqual(truth.map(() => ({ pr_url: null, pr_state: null })));
  });

  test('insights as observed', async () => {
    emulator.switches.insights = 'as-seen';
    const items = await list(updated, insights);
    const analysed = items.filter((item) => item['analysis'] !== null);
    expect(analysed.length).toBeGreaterThan(0);
    expect(analysed[0]).toMatchObject({
      analysis_status: 'done',
      analysis: { note_usage: [expect.any(String)], skill_usage: {} },
    });
    expect(await first()).not.toHaveProperty('analysis_status');
    expect(told('session_insights')[0]).not.toHaveProperty('analysis_status');
    expect(JSON.stringify(told('session_insights'))).toContain('skill_usage');
  });

  test('numbersAsText', async () => {
    const numbers = await first(insights);
    const truth = told('session_insights');
    emulator.switches.numbersAsText = true;
    const names = ['num_user_messages', 'num_devin_messages', 'acus_consumed'];
    const texts = await first(insights);
    expect(names.map((name) => texts[name])).toEqual(names.map((name) => String(numbers[name])));
    expect(texts['created_at']).toBe(numbers['created_at']);
    expect(told('session_insights')).toEqual(truth);
  });

  test('zeroSizes', async () => {
    const metrics = '/v3/enterprise/metrics/sessions';
    const small = bounds('2026-11-08', '2026-11-08');
    const counts = async (): Promise<Record<string, Record<string, number>>> =>
      (await ask(emulator, metrics, small)).body as never;
    const whole = await counts();
    const truth = emulator.truth('daily_session_metrics', 'enterprise');
    emulator.switches.zeroSizes = 'absent';
    const sent = await counts();
    for (const name of ['sessions_created_by_size', 'sessions_with_merged_prs_by_size']) {
      const used = Object.entries(whole[name] ?? {}).filter(([, count]) => count > 0);
      expect(sent[name]).toEqual(Object.fromEntries(used));
      expect(used.length).toBeLessThan(5);
    }
    expect(sent['sessions_created_by_origin']).toEqual(whole['sessions_created_by_origin']);
    expect(emulator.truth('daily_session_metrics', 'enterprise')).toEqual(truth);
  });

  test.each([
    ['/v3/self', {}],
    ['/v3/enterprise/metrics/prs', window],
    ['/v3/enterprise/metrics/dau', window],
    ['/v3/enterprise/consumption/daily', window],
    [users, {}],
    [sessions, updated],
    [logs, window],
  ] as [string, Query][])('addedFields: %s has them at the top and in its rows', async (path, query) => {
    const plain = (await ask(emulator, path, query)).body;
    emulator.switches.addedFields = true;
    const { body } = await ask(emulator, path, query);
    const rowsOf = (sent: unknown): unknown[] => {
      if (Array.isArray(sent)) return sent;
      const fields = sent as Record<string, unknown[] | undefined>;
      return fields['items'] ?? fields['consumption_by_date'] ?? [];
    };
    const added = {
      generated_at: 1_795_000_000,
      revision: expect.any(String) as string,
      region: expect.any(Object) as object,
    };
    for (const fields of [...(Array.isArray(body) ? [] : [body]), ...rowsOf(body)])
      expect(fields).toMatchObject(added);
    expect(rowsOf(body)).toHaveLength(rowsOf(plain).length);
    expect(JSON.stringify(body).length).toBeGreaterThan(JSON.stringify(plain).length);
  });
});
