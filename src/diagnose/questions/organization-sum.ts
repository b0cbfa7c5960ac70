import { notAsked, question } from '../question';
import { gapBetween } from '../samples/gap';
import { organizationRows } from '../samples/organization-rows';

export const organizationSum = question({
  id: 'organization-sum',
  question: 'Is the consumption of all organizations together the total?',
  asks: 'consumption of the enterprise and of each organization over the same four weeks',
  values: {
    adds_up: ['as_assumed', 'the organizations add up to the total'],
    misses: ['handled', 'the organizations do not add up to the total'],
  },
  connector:
    'It emits what Devin says, for the total and for each organization, and infers nothing from one for the other.',
  scopes: ['enterprise'],
  ask: (desk) => desk.once(organizationRows),
  judge: (found) => {
    if ('why' in found) return found.why;
    const gap = gapBetween(found.total, found.parts);
    if (gap === undefined) return notAsked('there was no consumption');
    const facts = { organizations: found.organizations, ...gap.facts };
    return { value: gap.addsUp ? 'adds_up' : 'misses', facts };
  },
});
