import { organizationScope } from '../../devin/scope';
import type { Desk } from '../desk';
import { textIn } from '../json';
import { notAsked, question, unclear, withoutAnswer } from '../question';
import { isRefused, type Reply } from '../reply';
import { page } from '../samples/session-pages';

interface Evidence {
  readonly beta: Reply;
  readonly stable: Reply;
}

export const memberPaths = question({
  id: 'member-paths',
  question: 'Where are the members of an organization?',
  asks: 'the members of an organization under `/v3beta1` and under `/v3`',
  values: {
    v3beta1: ['as_assumed', 'they are under `/v3beta1`'],
    v3: ['handled', 'they are under `/v3`'],
    both: ['handled', 'they are under both'],
  },
  connector: 'It asks `/v3beta1`, and `/v3` if the answer is 404.',
  ask: async (desk): Promise<Evidence | undefined> => {
    const orgId = desk.scope.orgId ?? (await firstOrganization(desk));
    if (orgId === undefined) return undefined;
    const [beta = '', stable = ''] = organizationScope(orgId).memberPaths('users');
    const [ofBeta, ofStable] = await Promise.all([page(desk, beta), page(desk, stable)]);
    return { beta: ofBeta.reply, stable: ofStable.reply };
  },
  judge: (evidence) => {
    if (evidence === undefined) return notAsked('no organization is visible');
    const { beta, stable } = evidence;
    for (const reply of [beta, stable])
      if (reply.kind !== 'answered' && !isRefused(reply, 404)) return withoutAnswer(reply);
    if (beta.kind === 'answered') return { value: stable.kind === 'answered' ? 'both' : 'v3beta1' };
    return stable.kind === 'answered' ? { value: 'v3' } : unclear('both are answered 404');
  },
});

async function firstOrganization(desk: Desk): Promise<string | undefined> {
  const { items } = await page(desk, desk.scope.path('organizations'));
  return textIn(items[0], 'org_id');
}
