import fc from 'fast-check';
import nock from 'nock';
import type { DevinClient } from '../../../src/devin/calls';
import { apiUrl, failureOf, recordRequests, watchedClient } from '../transcript';
import { reachOnlyNock } from '../../nock-only';

const path = '/v3/enterprise/members/users';

reachOnlyNock();

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

it('requests as many items as the caller wants', async () => {
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

describe('a list without has_next_page', () => {
  const page = (item: unknown, end_cursor?: unknown) => ({ items: [item], end_cursor });
  it.each<[string, object[], unknown[][]]>([
    ['is read until there is no cursor', [page(1, '1'), page(2, '2'), page(3)], [[1], [2], [3]]],
    ['until the cursor is null', [page(1, '1'), page(2, null)], [[1], [2]]],
    ['until the cursor is empty', [page(1, '1'), page(2, '')], [[1], [2]]],
    ['until a cursor comes again, including new items on its page', [page(1, '1'), page(2, '1')], [[1], [2]]],
    ['until the same page comes again with its cursor', [page(1, '1'), page(1, '1')], [[1]]],
    ['null counts as absent', [{ ...page(1, '1'), has_next_page: null }, page(2)], [[1], [2]]],
    [
      'until it says that there is no more',
      [page(1, '1'), { ...page(2, '2'), has_next_page: false }],
      [[1], [2]],
    ],
    ['over an empty page', [page(1, '1'), { items: [], end_cursor: '2' }, page(3)], [[1], [], [3]]],
  ])('%s', async (_name, pages, items) => {
    serve(pages);
    expect(await readAll(watchedClient().client)).toEqual(items);
  });

  it('fails where its cursor changes without new items', async () => {
    serve([page(1, '1'), page(1, '2')]);
    expect((await failureOf(readAll(watchedClient().client))).message).toContain('a page again');
  });
});

describe('pages that are too large', () => {
  /** Items of the list with the given length in characters. */
  const serveItems = (lengths: readonly number[]): string[] => {
    const scope = nock(apiUrl).persist();
    scope
      .get(path)
      .query(true)
      .reply(200, (uri) => {
        const { searchParams } = new URL(uri, apiUrl);
        const from = Number(searchParams.get('after') ?? 0);
        const to = from + Number(searchParams.get('first'));
        const items = lengths
          .slice(from, to)
          .map((length, index) => ({ id: from + index, text: 'x'.repeat(length) }));
        return { items, has_next_page: to < lengths.length, end_cursor: String(to) };
      });
    return recordRequests(scope);
  };
  const firsts = (requests: string[]) => requests.map((request) => Number(/first=(\d+)/.exec(request)?.[1]));
  const ids = (pages: unknown[][]) => pages.flat().map((item) => (item as { id: number }).id);

  it('are requested again with fewer items, down to one, and later with more', async () => {
    const lengths = Array.from({ length: 120 }, (_, index) => (index === 3 ? 920 : 1));
    const requests = serveItems(lengths);
    const { client } = watchedClient({ maxAnswerBytes: 1_000 });
    expect(ids(await readAll(client, { first: 8 }))).toEqual([...lengths.keys()]);
    const times = (count: number, first: number) => Array<number>(count).fill(first);
    expect(firsts(requests)).toEqual([
      8,
      4,
      2,
      2,
      ...times(10, 1),
      ...times(10, 2),
      ...times(10, 4),
      ...times(6, 8),
    ]);
  });

  it('fail where a single item is too large', async () => {
    const requests = serveItems([1, 1, 2_000]);
    const { client } = watchedClient({ maxAnswerBytes: 1_000 });
    const error = await failureOf(readAll(client));
    expect(error).toMatchObject({ outcome: 'too_large', failureType: 'system_error', isPassing: false });
    expect(error.message).toMatch(
      /^Devin's answer to GET .* is too large: it is longer than .* MiB although the request was for only one item$/,
    );
    expect(firsts(requests).slice(0, 8)).toEqual([200, 100, 50, 25, 12, 6, 3, 1]);
  });

  it('also include pages with more lists and objects than fit in memory', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, id) => ({ id, lists: Array<object>(400_000).fill([]) }));
    nock(apiUrl)
      .get(path)
      .query({ first: 4 })
      .reply(200, { items: items(4) });
    nock(apiUrl)
      .get(path)
      .query({ first: 2 })
      .reply(200, { items: items(2) });
    expect(ids(await readAll(watchedClient().client, { first: 4 }))).toEqual([0, 1]);
  });
});

it('a page that is nested deeper than the stack is read', async () => {
  const deep = (id: number) => `{"id": ${id}, "data": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  nock(apiUrl)
    .get(path)
    .query({ first: 200 })
    .reply(200, `{"items": [${deep(1)}], "end_cursor": "a"}`);
  nock(apiUrl)
    .get(path)
    .query({ first: 200, after: 'a' })
    .reply(200, `{"items": [${deep(2)}]}`);
  expect((await readAll(watchedClient().client)).flat()).toHaveLength(2);
});

describe('an undocumented list fails', () => {
  const next = (end_cursor: unknown, item = 1) => ({ items: [item], has_next_page: true, end_cursor });
  it.each<[string, object[], string]>([
    ['no cursor although there is more', [{ items: [1], has_next_page: true }], 'no "end_cursor"'],
    ['an empty cursor', [next('')], 'no "end_cursor"'],
    ['a cursor that is not text', [next(7)], 'no text in "end_cursor"'],
    ['a cursor that stays the same', [next('1'), next('1', 2)], '"end_cursor" that leads back'],
    ['a cursor that changes without new items', [next('1'), next('2')], 'a page again'],
    [
      'a cursor that goes in a circle',
      [next('1'), next('2', 2), next('1', 3)],
      '"end_cursor" that leads back',
    ],
    ['no items', [{ has_next_page: false }], 'no list as "items"'],
    ['items that are not a list', [{ items: {} }], 'no list as "items"'],
    ['a list without an envelope', [[1]], 'no object as a page'],
    [
      'a text for a boolean',
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

it('a page that always fails ends the list with its error', async () => {
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
