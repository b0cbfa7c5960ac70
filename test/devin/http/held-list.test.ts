import { heldPages } from '../../../src/devin/http/held-list';
import { failureOf } from '../transcript';

async function* pagesOf(count: number, itemsPerPage: number): AsyncGenerator<unknown[]> {
  const page = Array<number>(itemsPerPage).fill(0);
  for (let number = 0; number < count; number += 1) yield await Promise.resolve(page);
}

async function countItems(pages: AsyncIterable<unknown[]>): Promise<number> {
  let items = 0;
  for await (const page of heldPages(pages)) items += page.length;
  return items;
}

it('a list in memory has at most a million items', async () => {
  expect(await countItems(pagesOf(10, 100_000))).toBe(1_000_000);
  const error = await failureOf(countItems(pagesOf(11, 100_000)));
  expect(error).toMatchObject({ outcome: 'malformed', failureType: 'system_error' });
  expect(error.message).toContain('more than 1,000,000 items in one list');
});
