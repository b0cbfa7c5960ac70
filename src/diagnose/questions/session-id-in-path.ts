import type { Desk } from '../desk';
import { notAsked, question, withoutAnswer, type Unsettled } from '../question';
import { isRefused, type Reply } from '../reply';
import { dayRows } from '../samples/day-rows';
import { idForms, type IdForms } from '../samples/session-ids';
import { userWindow } from '../samples/user-answers';

interface Evidence {
  readonly bare: Reply;
  readonly prefixed: Reply;
}

export const sessionIdInPath = question({
  id: 'session-id-in-path',
  question: 'Does a path take the id of a session with `devin-` in front, without it, or both?',
  asks: 'consumption of a few sessions under both forms of its id',
  values: {
    either: ['as_assumed', 'both forms have the consumption of the session'],
    prefixed: ['handled', 'only the form with `devin-` has it'],
    bare: ['handled', 'only the form without `devin-` has it'],
  },
  connector: 'It finds out once in a sync which form has content.',
  ask: async (desk: Desk): Promise<Evidence | { readonly why: Unsettled }> => {
    const sessions = await desk.once(idForms);
    if ('why' in sessions) return sessions;
    const [first, ...others] = sessions;
    let evidence = await consumptionOf(desk, first);
    for (const session of others) {
      if (hasUse(evidence.bare) || hasUse(evidence.prefixed)) break;
      evidence = await consumptionOf(desk, session);
    }
    return evidence;
  },
  judge: (found) => {
    if ('why' in found) return found.why;
    const { bare, prefixed } = found;
    for (const reply of [bare, prefixed])
      if (reply.kind !== 'answered' && !isRefused(reply, 400, 404, 422)) return withoutAnswer(reply);
    if (hasUse(bare)) return { value: hasUse(prefixed) ? 'either' : 'bare' };
    return hasUse(prefixed)
      ? { value: 'prefixed' }
      : notAsked('a few sessions have no consumption under either form');
  },
});

async function consumptionOf(desk: Desk, { bare, prefixed }: IdForms): Promise<Evidence> {
  const query = await desk.once(userWindow);
  const of = (id: string) => desk.ask(desk.scope.path('consumption', 'daily', 'sessions', id), query);
  const [ofBare, ofPrefixed] = await Promise.all([of(bare), of(prefixed)]);
  return { bare: ofBare, prefixed: ofPrefixed };
}

function hasUse(reply: Reply): boolean {
  return dayRows(reply)?.some(({ acus }) => acus > 0) ?? false;
}
