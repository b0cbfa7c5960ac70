import fc from 'fast-check';
import nock from 'nock';
import type { DevinClient } from '../../src/devin/client';
import { apiUrl, failureOf, recordRequests, watchedClient } from './transcript';

const path = '/v3/enterprise/members/users';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.restore();
  nock.enableNetConnect();
});

async function readAll(client: DevinClient, query = {}): Promise<unknown[][]> {
  const read: unknown[][] = [];
  for await (const items of client.pages(path, query)) read.push(items);
  return read;
}

/** Answers each request with the page that its cursor asks for. */
function serve(pages: readonly object[]): nock.Scope {
  const scope = nock(apiUrl).persist();
  scope
    .get(path)
    .query(true)
    .reply(200, (uri) => pages[Number(new URL(uri, apiUrl).searchParams.get('after') ?? 0)]);
  return scope;
}

it('follows the cursor to the end', async () => {
  const scope = serve([
    { items: [1, 2], has_next_page: true, end_cursor: '1' },
    { items: [3], has_next_page: true, end_cursor: '2', total: 4 },
    { items: [4], has_next_page: false, end_cursor: null },
  ]);
  const requests = recordRequests(scope);
  const { client, log } = watchedClient();
  expect(await readAll(client, { email: 'ada@example.com' })).toEqual([[1, 2], [3], [4]]);
  const query = 'first=200&email=ada%40example.com';
  expect(requests).toEqual([
    `GET ${path}?${query}`,
    `GET ${path}?${query}&after=1`,
    `GET ${path}?${query}&after=2`,
  ]);
  expect(log[1]).toBe(`DEBUG ${path}: page 2 has 1 items`);
});

it('asks for as many items as the caller wants', async () => {
  const scope = serve([{ items: [] }]);
  const requests = recordRequests(scope);
  await readAll(watchedClient().client, { first: 100 });
  expect(requests).toEqual([`GET ${path}?first=100`]);
});

describe('the last page', () => {
  it.each<[string, object]>([
    ['says so and has a cursor', { items: [1], has_next_page: false, end_cursor: 'left-over' }],
    ['says nothing', { items: [1] }],
    ['says null', { items: [1], has_next_page: null, end_cursor: null }],
  ])('%s', async (_name, page) => {
    serve([page]);
    expect(await readAll(watchedClient().client)).toEqual([[1]]);
  });
});

describe('a list that is not as documented fails', () => {
  const next = (end_cursor: unknown, item = 1) => ({ items: [item], has_next_page: true, end_cursor });
  it.each<[string, object[], string]>([
    ['no cursor although there is more', [{ items: [1], has_next_page: true }], 'no "end_cursor"'],
    ['an empty cursor', [next('')], 'no "end_cursor"'],
    ['a cursor that is no text', [next(7)], 'no text in "end_cursor"'],
    ['a cursor that stays', [next('1'), next('1', 2)], '"end_cursor" that leads back'],
    ['a cursor that moves, but leads nowhere', [next('1'), next('2')], 'a page again'],
    [
      'a cursor that goes in a circle',
      [next('1'), next('2', 2), next('1', 3)],
      '"end_cursor" that leads back',
    ],
    ['no items', [{ has_next_page: false }], 'no list as "items"'],
    ['items that are no list', [{ items: {} }], 'no list as "items"'],
    ['a list without envelope', [[1]], 'no object as a page'],
    [
      'a text for a truth',
      [{ items: [], has_next_page: 'true' }],
      'neither true nor false in "has_next_page"',
    ],
  ])('%s', async (_name, pages, problem) => {
    serve(pages);
    const error = await failureOf(readAll(watchedClient().client));
    expect(error).toMatchObject({ outcome: 'malformed', failureType: 'system_error' });
    expect(error.message).toContain(problem);
  });
});

it('a page that fails for good ends the list with its error', async () => {
  nock(apiUrl)
    .get(path)
    .query({ first: 200 })
    .reply(200, { items: [1], has_next_page: true, end_cursor: 'a' });
  nock(apiUrl).get(path).query({ first: 200, after: 'a' }).reply(403, { detail: 'no' });
  expect(await failureOf(readAll(watchedClient().client))).toMatchObject({ outcome: 'forbidden' });
});

it('visits each item once, in order, however the list is split', async () => {
  const split = fc.array(fc.array(fc.string(), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(split, async (parts) => {
      nock.cleanAll();
      const last = parts.length - 1;
      // Items of a list have ids: no two are the same.
      const items = parts.map((part, page) => part.map((name, index) => ({ id: `${page}/${index}`, name })));
      serve(
        items.map((part, index) => ({
          items: part,
          has_next_page: index < last,
          end_cursor: String(index + 1),
        })),
      );
      const { client } = watchedClient();
      expect(await readAll(client)).toEqual(items);
      expect(client.requestCount).toBe(parts.length);
    }),
    { numRuns: 40 },
  );
});
