import type { Desk } from '../desk';
import { listIn, textIn } from '../json';
import { notAsked, otherShape, question, unclear, withoutAnswer } from '../question';
import type { Reply } from '../reply';
import { roster } from '../samples/roster';

interface Evidence {
  readonly first: Reply;
  readonly second: Reply;
}

export const listOrder = question({
  id: 'list-order',
  question: 'Does a list have the same order each time?',
  asks: 'the same page of members twice',
  values: {
    stable: ['as_assumed', 'the order is the same'],
    changing: ['handled', 'the order is another one'],
  },
  connector: 'It does not depend on an order. Pages of one list follow their cursor.',
  ask: async (desk: Desk): Promise<Evidence> => {
    const { direct, throughGroups } = await desk.once(roster);
    const list = direct.items.length >= throughGroups.items.length ? direct : throughGroups;
    return { first: list.reply, second: await desk.asker.askAgain(list.path, list.query) };
  },
  judge: ({ first, second }) => {
    for (const reply of [first, second]) if (reply.kind !== 'answered') return withoutAnswer(reply);
    const one = idsOf(first);
    const other = idsOf(second);
    if (one === undefined || other === undefined) return otherShape;
    if (one.length < 3) return notAsked('there are fewer than three members');
    const facts = { items: one.length };
    if (one.join('\n') === other.join('\n')) return { value: 'stable', facts };
    const isSameSet = [...one].sort().join('\n') === [...other].sort().join('\n');
    return isSameSet ? { value: 'changing', facts } : unclear('the two pages have different members', facts);
  },
});

function idsOf(reply: Reply): string[] | undefined {
  const items = reply.kind === 'answered' ? listIn(reply.body, 'items') : undefined;
  return items?.map((item) => textIn(item, 'user_id') ?? '');
}
