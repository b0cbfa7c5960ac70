import type { Query } from '../../../src/devin/http/query';
import { offsetPages } from '../../../src/devin/http/offset-pages';

interface Answered {
  readonly items: unknown[];
  readonly has_next_page?: boolean | null;
}

/** Reads the list that such a server has, and what was asked. */
async function read(
  server: (limit: number, offset: number) => Answered,
): Promise<{ pages: unknown[][]; asked: Query[] }> {
  const asked: Query[] = [];
  const get = (_path: string, query: Query = {}): Promise<unknown> => {
    asked.push(query);
    return Promise.resolve(server(Number(query.limit), Number(query.offset)));
  };
  const pages: unknown[][] = [];
  const list = { path: '/schedules', query: { kind: 'any' }, options: undefined };
  for await (const page of offsetPages(get, list, () => undefined)) pages.push(page);
  return { pages, asked };
}

const items = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

it.each([
  { name: 'one short page', count: 3, most: 100, offsets: [0] },
  { name: 'no item at all', count: 0, most: 100, offsets: [0] },
  { name: 'a last page that is full', count: 200, most: 100, offsets: [0, 100, 200] },
  { name: 'a server with smaller pages', count: 120, most: 50, offsets: [0, 50, 100] },
])('reads every item once: $name', async ({ count, most, offsets }) => {
  const all = items(count);
  const { pages, asked } = await read((limit, offset) => {
    const end = offset + Math.min(limit, most);
    return { items: all.slice(offset, end), has_next_page: end < count };
  });
  expect(pages.flat()).toEqual(all);
  expect(asked).toEqual(offsets.map((offset) => ({ kind: 'any', limit: 100, offset })));
});

it('reads on until a page is empty where Devin does not say whether there is another', async () => {
  const all = items(7);
  const { pages } = await read((_, offset) => ({ items: all.slice(offset, offset + 5) }));
  expect(pages.flat()).toEqual(all);
});

it('ends where Devin ignores the offset and does not promise another page', async () => {
  const { pages } = await read(() => ({ items: items(100), has_next_page: false }));
  expect(pages).toEqual([items(100)]);
});

it.each([
  ['a page again', () => ({ items: items(2), has_next_page: true }), /a page again/],
  ['no list', () => ({ items: 'many' }) as unknown as Answered, /no list as "items"/],
])('throws for %s', async (_name, server, message) => {
  await expect(read(server)).rejects.toThrow(message);
});
