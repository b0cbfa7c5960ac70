import { pages } from '../../../src/devin/http/pages';
import { failureOf } from '../transcript';

it('an endless list is given up after 100,000 new pages', async () => {
  let asked = 0;
  const get = (): Promise<object> => {
    asked += 1;
    return Promise.resolve({ items: [{ id: asked }], has_next_page: true, end_cursor: `page-${asked}` });
  };
  let visited = 0;
  const read = async (): Promise<void> => {
    for await (const items of pages(get, { path: '/list', query: {}, options: undefined }, () => undefined))
      visited += items.length;
  };
  const error = await failureOf(read());
  expect(error).toMatchObject({ outcome: 'malformed', failureType: 'system_error' });
  expect(error.message).toContain('more than 100000 pages');
  expect([asked, visited]).toEqual([100_000, 100_000]);
});
