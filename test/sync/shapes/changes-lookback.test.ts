import { auditLogs } from '../../../src/streams/audit_logs';
import { codeScans } from '../../../src/streams/code_scans';
import { organizationScope } from '../../../src/devin/scope';
import type { ReadContext, Reading, StreamDefinition } from '../../../src/sync/define';
import { syncOf, throughJson } from '../read-context';
import { refusal, ScriptedDevin } from '../scripted-devin';

const startDate = '2026-09-01';

async function read<Row extends object>(
  stream: StreamDefinition<Row>,
  options: Partial<ReadContext>,
): Promise<Reading<Row>['state']> {
  const { state, rows } = stream.open(syncOf({ startDate, ...options }).context);
  for await (const batch of rows) expect(batch).toEqual([]);
  return throughJson(state);
}

const stateOf = (lookbackDays: number) => ({
  ...{ scope_id: syncOf().context.scope.id, start_date: startDate, lookback_days: lookbackDays },
  synced_through: '2026-11-20T09:00:00Z',
});

const days = (metrics: number) => ({ lookbackDays: { consumption: 7, metrics } });

it.each([
  { name: 'the configured look-back', stored: 28, configured: 28, from: '2026-10-23T08' },
  { name: 'a longer one of earlier syncs, once', stored: 28, configured: 3, from: '2026-10-23T08' },
  { name: 'an hour at least', stored: 0, configured: 0, from: '2026-11-20T07' },
])('scans come again during $name', async ({ stored, configured, from }) => {
  const client = new ScriptedDevin((_path, query) => {
    asked.push(new Date(Number(query.time_after) * 1000).toISOString().slice(0, from.length));
    return [];
  });
  const asked: string[] = [];
  const state = await read(codeScans, { client, incomingState: stateOf(stored), ...days(configured) });
  expect(asked).toEqual([from]);
  expect(state).toEqual({ ...stateOf(configured), synced_through: '2026-11-21T09:00:00Z' });
});

it('a state in the future is left alone', async () => {
  const incomingState = { ...stateOf(28), synced_through: '2999-01-01T00:00:00Z' };
  expect(await read(codeScans, { incomingState, ...days(28) })).toEqual(incomingState);
});

describe('the audit log of an organization', () => {
  const scope = organizationScope('org-1');
  const own = '/v3/organizations/org-1/audit-logs';
  const ofEnterprise = '/v3/enterprise/organizations/org-1/audit-logs';
  const paths = async (known: readonly string[]): Promise<string[]> => {
    const client = new ScriptedDevin((path) => {
      asked.push(path);
      if (!known.includes(path)) throw refusal('not_found');
      return [];
    });
    const asked: string[] = [];
    await read(auditLogs, { client, scope });
    return asked;
  };

  it('is read from its own path', async () => {
    expect(await paths([own, ofEnterprise])).toEqual([own]);
  });

  it('is read from the path of the enterprise where Devin answers 404 to the first one', async () => {
    expect(await paths([ofEnterprise])).toEqual([own, ofEnterprise]);
  });

  it('fails where Devin knows neither path', async () => {
    await expect(paths([])).rejects.toThrow(refusal('not_found').message);
  });
});
