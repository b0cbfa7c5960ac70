import { notAsked, question, unclear } from '../question';
import { lastPages, seenPages } from '../samples/pages';

export const lastCursor = question({
  id: 'last-cursor',
  question: 'Does the last page of a list have an `end_cursor`?',
  asks: 'a page of every list',
  values: {
    null: ['as_assumed', 'it is null'],
    present: ['handled', 'it is a text'],
  },
  connector: 'It goes by `has_next_page`. Without that, it reads on until the cursor ends or repeats.',
  ask: seenPages,
  judge: (pages) => {
    const last = lastPages(pages);
    if (last.length === 0) return notAsked('no list was read to its end');
    const having = last.filter(({ body }) => (body.end_cursor ?? null) !== null).length;
    const facts = { last_pages: last.length, having_it: having };
    if (having === 0) return { value: 'null', facts };
    return having === last.length ? { value: 'present', facts } : unclear('lists differ', facts);
  },
});
