import { question, unclear } from '../question';
import { pullRequests } from '../samples/pull-requests';

export const pullRequestFields = question({
  id: 'pull-request-fields',
  question: 'What are the fields of the pull requests of a session called?',
  asks: 'two pages of sessions',
  values: {
    pr_url: ['as_assumed', '`pr_url` and `pr_state`'],
    url: ['not_handled', '`url` and `state`'],
  },
  connector:
    'It reads `pr_url` and `pr_state`. With other names, both columns are null, and a warning says so.',
  ask: (desk) => desk.once(pullRequests),
  judge: (sample) => {
    if ('why' in sample) return sample.why;
    const { found } = sample;
    const documented = found.filter((each) => 'pr_url' in each && 'pr_state' in each).length;
    const others = found.filter((each) => 'url' in each && 'state' in each && !('pr_url' in each)).length;
    const facts = { pull_requests: found.length, with_documented_names: documented };
    if (documented === found.length) return { value: 'pr_url', facts };
    return others === found.length ? { value: 'url', facts } : unclear('they have other fields', facts);
  },
});
