import { textIn } from '../json';
import { question, unclear } from '../question';
import { pullRequests } from '../samples/pull-requests';

const documented = ['open', 'closed', 'merged'];

export const draftPullRequests = question({
  id: 'draft-pull-requests',
  question: 'Are there states of pull requests beside `open`, `closed` and `merged`?',
  asks: 'two pages of sessions',
  values: {
    none: ['as_assumed', 'there are no others'],
    draft: ['handled', 'some are `draft`'],
    others: ['handled', 'there are states that no document has'],
  },
  connector: 'It passes on every state as it is.',
  ask: (desk) => desk.once(pullRequests),
  judge: (sample) => {
    if ('why' in sample) return sample.why;
    const states = sample.found.flatMap((each) => textIn(each, 'pr_state') ?? textIn(each, 'state') ?? []);
    const isOther = (state: string) => !documented.includes(state) && state !== 'draft';
    const facts = {
      pull_requests: sample.found.length,
      drafts: states.filter((state) => state === 'draft').length,
      other_states: new Set(states.filter(isOther)).size,
    };
    if (states.length === 0) return unclear('no pull request has a state', facts);
    if (facts.other_states > 0) return { value: 'others', facts };
    return { value: facts.drafts > 0 ? 'draft' : 'none', facts };
  },
});
