import { question, unclear } from '../question';
import { noPages, seenPages } from '../samples/pages';

export const listTotal = question({
  id: 'list-total',
  question: 'Do pages have the `total` of their list?',
  asks: 'a page of every list',
  values: {
    null: ['as_assumed', 'it is null'],
    present: ['handled', 'it is a number'],
    absent: ['handled', 'it is left out'],
  },
  connector: 'It does not use it.',
  ask: seenPages,
  judge: (pages) => {
    if (pages.length === 0) return noPages;
    const kinds = new Set(pages.map(({ body }) => kindOf(body.total)));
    const facts = { pages: pages.length, kinds: [...kinds] };
    const [kind] = kinds;
    if (kinds.size > 1 || kind === undefined || kind === 'other') return unclear('lists differ', facts);
    return { value: kind, facts };
  },
});

function kindOf(total: unknown): 'null' | 'present' | 'absent' | 'other' {
  if (total === undefined) return 'absent';
  if (total === null) return 'null';
  return typeof total === 'number' ? 'present' : 'other';
}
