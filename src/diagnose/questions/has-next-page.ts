import { question, unclear } from '../question';
import { noPages, seenPages } from '../samples/pages';

export const hasNextPage = question({
  id: 'has-next-page',
  question: 'Do pages have `has_next_page`?',
  asks: 'a page of every list',
  values: {
    present: ['as_assumed', 'every page has it'],
    absent: ['handled', 'no page has it'],
  },
  connector: 'Without it, a list ends when a page has no cursor, or one that it had before.',
  ask: seenPages,
  judge: (pages) => {
    if (pages.length === 0) return noPages;
    const having = pages.filter(({ body }) => typeof body.has_next_page === 'boolean').length;
    const facts = { pages: pages.length, having_it: having };
    if (having === pages.length) return { value: 'present', facts };
    return having === 0 ? { value: 'absent', facts } : unclear('lists differ', facts);
  },
});
