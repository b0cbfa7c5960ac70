import type { Desk } from '../desk';
import { notAsked, question, unclear, type Unsettled } from '../question';
import { productOf, type DayRow } from '../samples/day-rows';
import { organizationRows } from '../samples/organization-rows';
import { totalRows } from '../samples/usable-rows';

interface Evidence {
  /** Rows of organizations. */
  readonly parts: readonly DayRow[];
  /** The same days of the enterprise. Undefined in organization scope. */
  readonly total: readonly DayRow[] | undefined;
}

export const organizationProducts = question({
  id: 'organization-products',
  question: 'Does the consumption of an organization include local agents (`cascade`, `terminal`)?',
  asks: 'consumption of organizations, by product',
  values: {
    included: ['as_assumed', 'organizations have ACUs of local agents'],
    left_out: ['handled', 'organizations have no ACUs of local agents, although the enterprise has'],
  },
  connector: 'It emits what Devin says.',
  ask: async (desk): Promise<Evidence | { why: Unsettled }> => {
    if (desk.scope.kind === 'enterprise') return desk.once(organizationRows);
    return ofOrganization(desk);
  },
  judge: (found) => {
    if ('why' in found) return found.why;
    if (localAcus(found.parts) > 0) return { value: 'included' };
    if (found.total === undefined) return unclear('there are none, but perhaps nobody uses local agents');
    if (localAcus(found.total) > 0) return { value: 'left_out' };
    return notAsked('the enterprise has no ACUs of local agents');
  },
});

async function ofOrganization(desk: Desk): Promise<Evidence | { why: Unsettled }> {
  const found = await desk.once(totalRows);
  return 'why' in found ? found : { parts: found.rows, total: undefined };
}

function localAcus(rows: readonly DayRow[]): number {
  return rows.reduce((sum, row) => sum + productOf(row, 'cascade') + productOf(row, 'terminal'), 0);
}
