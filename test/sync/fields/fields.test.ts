import { fields } from '../../../src/sync/fields/field-list';
import type { Field } from '../../../src/sync/fields/field';
import * as field from '../../../src/sync/fields/fields';
import { byName, list, record } from '../../../src/sync/fields/nested-fields';
import { acuLimits } from '../../../src/streams/acu_limits';
import { session } from '../../../src/streams/sessions';
import { sessionCounts, sessionsCreated } from '../../../src/streams/daily_session_metrics';
import { pullRequests, prCounts } from '../../../src/streams/daily_pr_metrics';
import { idpGroups } from '../../../src/streams/idp_groups';
import { nested } from '../../contract/touch';
import { syncOf } from '../read-context';

/** What a field of an answer is read as, and which fields are named. */
function read(of: Field<unknown>, answer: object): [unknown, string[]] {
  const { context, log } = syncOf();
  const { value } = fields('an answer', { value: of }).read(answer, context);
  return [value, [...new Set(log)]];
}

const named = ['WARN value'];
const count = field.count();

test.each<[string, Field<unknown>, unknown, unknown]>([
  ['a text', field.text(), 'a', 'a'],
  ['an empty text', field.text(), '', ''],
  ['a whole number', field.integer(), 4, 4],
  ['a whole number in text', field.integer(), '4', 4],
  ['a negative number in text', field.number(), '-1.5', -1.5],
  ['a required number in text', field.required(field.number()), '0.5', 0.5],
  ['a time', field.time(), 1_795_000_000, '2026-11-18T11:06:40Z'],
  ['a time in text', field.time(), '1795000000', '2026-11-18T11:06:40Z'],
  ['a date', field.day(), 1_795_000_000, '2026-11-18'],
  ['an ISO time', field.isoTime(), '2026-11-18T11:06:40.250+02:00', '2026-11-18T09:06:40.250Z'],
  ['an ISO time without a zone', field.isoTime(), '2026-11-18T11:06:40', '2026-11-18T11:06:40Z'],
  ['an ISO time in Unix seconds', field.isoTime(), 1_795_000_000, '2026-11-18T11:06:40Z'],
  ['false', field.flag(), false, false],
  ['an optional value', field.optional(field.text()), null, null],
  ['an empty list', list(field.text()), [], []],
  ['numbers by name', byName(field.optional(field.number())), { a: 1, b: null }, { a: 1, b: null }],
  ['JSON of 100 levels', field.json(), nested(100), nested(100)],
])('%s is read without a warning', (_name, of, value, expected) => {
  expect(read(of, { value })).toEqual([expected, []]);
});

test.each<[string, Field<unknown>, unknown]>([
  ['nothing', field.text(), undefined],
  ['null', field.text(), null],
  ['a number for a text', field.text(), 7],
  ['a fraction for a whole number', field.integer(), 0.5],
  ['an exponent in text', field.number(), '1e3'],
  ['a space in text', field.number(), ' 4'],
  ['an empty text for a number', field.number(), ''],
  ['a number that is too large', field.number(), '9'.repeat(400)],
  ['a whole number that cannot be exact', field.integer(), '9007199254740993'],
  ['a time in milliseconds', field.time(), 1_795_000_000_000],
  ['a time before 1970', field.time(), -1],
  ['a text for a time', field.time(), '2026-11-18T11:06:40Z'],
  ['another text for an ISO time', field.isoTime(), 'yesterday'],
  ['an ISO time that does not exist', field.isoTime(), '2026-13-40T25:00:00Z'],
  ['a text for a boolean', field.flag(), 'true'],
  ['a list for an object', record('An object.', { a: field.text() }), [1]],
  ['an object for a list', list(field.text()), {}],
  ['a list for free JSON', field.json(), []],
  ['JSON of 101 levels', field.json(), nested(101)],
  ['JSON of 200,000 levels', field.json(), nested(200_000)],
  ['JSON of more than 1 MiB', field.json(), { text: 'x'.repeat(1_048_576) }],
  ['JSON of more than 1 MiB in characters of three bytes', field.json(), { text: '€'.repeat(400_000) }],
])('%s becomes null, and a warning names the field', (_name, of, value) => {
  expect(read(of, { value })).toEqual([null, named]);
});

describe('the field for what no document has', () => {
  const list = fields('a tier', {
    tier_id: field.text(),
    start: field.sentAs(field.text(), 'begin'),
    raw: field.rest('All else.', 'prompt'),
  });
  const readRaw = (answer: object): [unknown, string[]] => {
    const { context, log } = syncOf();
    return [list.read({ tier_id: 'a', begin: 'b', ...answer }, context).raw, log];
  };

  it.each<[string, object, unknown, string[]]>([
    ['has all other fields', { color: 'red', size: { s: 1 } }, { color: 'red', size: { s: 1 } }, []],
    [
      'never has a field that is left out on purpose',
      { prompt: 'Do it', color: 'red' },
      { color: 'red' },
      [],
    ],
    ['is null where there is nothing else', { prompt: 'Do it' }, null, []],
    ['is null in what is too deep', { deep: nested(101), a: 1 }, { deep: null, a: 1 }, ['WARN deep']],
    ['is null where all else is too deep', { deep: nested(101) }, null, ['WARN deep']],
  ])('%s', (_name, answer, expected, log) => {
    expect(readRaw(answer)).toEqual([expected, log]);
  });
});

test('JSON of 1 MiB is passed on', () => {
  const value = { text: 'x'.repeat(1_048_576 - '{"text":""}'.length) };
  expect(read(field.json(), { value })).toEqual([value, []]);
});

test.each<[string, Field<unknown>, unknown, unknown]>([
  ['items that are not text', list(field.text()), ['a', 7, null, 'b'], ['a', 'b']],
  ['values that are not numbers', byName(count), { a: 1, b: 'many', c: '2' }, { a: 1, b: null, c: 2 }],
  ['a list of 300,000 numbers', list(field.text()), Array.from({ length: 300_000 }, () => 7), []],
])('%s are left out or null, and a warning names the field', (_name, of, value, expected) => {
  expect(read(of, { value })).toEqual([expected, named]);
});

test('a value may have any name', () => {
  const value = JSON.parse('{"__proto__": "1", "constructor": 2}') as object;
  const [found] = read(byName(count), { value });
  expect(Object.entries(found as object)).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ]);
});

test.each([[undefined], [null], [''], [7], [{}]])(
  'a required text that is %j fails: the error names the field and not the value',
  (value) => {
    expect(() => read(field.required(field.text()), { value })).toThrow(
      /^Devin's answer is not as documented: it has no text in "value"$/,
    );
  },
);

const context = () => syncOf().context;
const aSession = { session_id: 'a1', updated_at: 1_795_000_000, pull_requests: [] };

describe('values that other clients have seen', () => {
  it.each([
    [null, null],
    [undefined, null],
    [0, 0],
    ['2.5', 2.5],
  ])('ACUs of a session that are %j become %j without a warning', (acus_consumed, expected) => {
    const { context, log } = syncOf();
    const answer = {
      ...aSession,
      org_id: 'org-1',
      url: 'u',
      status: 'exit',
      tags: [],
      created_at: 1,
      acus_consumed,
    };
    expect(session.read(answer, context).acus_consumed).toBe(expected);
    expect(log).toEqual([]);
  });

  it('a pull request with url and state instead of pr_url and pr_state has neither, and an id gets no prefix', () => {
    const pull_requests = [{ url: 'https://git.example.com/pull/1', state: 'draft' }];
    expect(session.read({ ...aSession, pull_requests }, context())).toMatchObject({
      session_id: 'a1',
      pull_requests: [{ pr_url: null, pr_state: null }],
    });
  });

  it('a role may have only a name', () => {
    const role_assignments = [{ role: { role_name: 'Member' } }];
    expect(idpGroups.fields).toBeDefined();
    expect(
      fields('a group', idpGroups.fields ?? {}).read({ idp_group_name: 'g', role_assignments }, context()),
    ).toEqual({
      idp_group_name: 'g',
      role_assignments: [{ role: { role_id: null, role_name: 'Member', role_type: null }, org_id: null }],
    });
  });

  it.each([
    [{ user_id: 'u', org_id: 'o' }, 'user:o:u'],
    [{ org_id: 'o' }, 'org:o'],
    [{}, 'enterprise'],
    [{ scope: 'user' }, 'user'],
  ])('a limit of %j has the id %j', async (limit, expected) => {
    const client = { get: () => Promise.reject(new Error()), pages: () => onePage(limit) };
    const { rows } = acuLimits.open(syncOf({ client }).context);
    expect((await rows.next()).value).toMatchObject([{ limit_id: expected, cycle_acu_limit: 5 }]);
  });

  it('missing sizes are 0', () => {
    const { context, log } = syncOf();
    const bySize = { m: 4, s: 2 };
    const counts = sessionCounts.read({ ...noSessions, sessions_created_by_size: bySize }, context);
    expect(counts.sessions_created_by_size).toEqual({ xs: 0, s: 2, m: 4, l: 0, xl: 0 });
    expect(log).toEqual([]);
  });
});

async function* onePage(limit: object): AsyncGenerator<unknown[]> {
  await Promise.resolve();
  yield [{ cycle_acu_limit: 5, ...limit }];
}

const noSessions = {
  sessions_created_count: 0,
  sessions_created_by_origin: {},
  sessions_created_by_size: {},
  sessions_created_with_playbook_count: 0,
  sessions_created_with_search_count: 0,
  sessions_with_merged_prs_count: 0,
  sessions_with_merged_prs_by_size: {},
  avg_acus_per_session: 0,
};
const noPullRequests = {
  prs_created_count: 0,
  prs_opened_count: 0,
  prs_merged_count: 0,
  prs_closed_count: 0,
};

test('only the counters of a row are activity', () => {
  const sessions = (more: object) =>
    sessionsCreated(sessionCounts.read({ ...noSessions, ...more }, context()));
  expect(sessions({ generated_at: 1_795_000_000, avg_acus_per_session: 3 })).toEqual(new Map());
  expect(sessions({ sessions_created_count: 4 })).toEqual(new Map([['others', 4]]));
  expect(sessions({ sessions_created_by_size: { xl: 1 } })).toEqual(new Map([['others', 1]]));
  const prs = (more: object) => pullRequests(prCounts.read({ ...noPullRequests, ...more }, context()));
  expect(prs({ generated_at: 1_795_000_000 })).toEqual(new Map());
  expect(prs({ prs_taken_over_count: 2 })).toEqual(new Map([['others', 2]]));
  expect(prs({ prs_taken_over_merged_count: 1 })).toEqual(new Map([['prs_taken_over_merged_count', 1]]));
});
