import type { DevinScope } from '../../../src/devin/scope';
import type { Outcome } from '../../../src/devin/error-facts';
import { eachList } from '../../../src/sync/fan-out/each-list';
import { scope, syncOf } from '../read-context';
import { refusal } from '../scripted-devin';

const organizations = ['org-1', 'org-2', 'org-3'].map((id) => scope.organization(id));

interface Read {
  readonly rows: string[];
  readonly error: string | undefined;
  readonly log: string[];
}

/** Reads two rows of each scope, except where Devin answers otherwise after the first of them. */
async function read(
  scopes: readonly DevinScope[],
  refusals: Readonly<Record<string, Outcome>> = {},
): Promise<Read> {
  const { context, log } = syncOf();
  const rows: string[] = [];
  async function* list({ id }: DevinScope): AsyncGenerator<string[]> {
    yield [`${id} a`];
    await Promise.resolve();
    const outcome = refusals[id];
    if (outcome !== undefined) throw refusal(outcome);
    yield [`${id} b`];
  }
  try {
    for await (const found of eachList(scopes, context, list)) rows.push(...found);
    return { rows, error: undefined, log };
  } catch (error) {
    return { rows, error: (error as Error).message, log };
  }
}

const both = (id: string): string[] => [`${id} a`, `${id} b`];

it('reads the list of each organization', async () => {
  const { rows, error } = await read(organizations);
  expect(rows.sort()).toEqual(['org-1', 'org-2', 'org-3'].flatMap(both));
  expect(error).toBeUndefined();
});

it('one organization that fails stays behind alone, and is named', async () => {
  const { rows, error } = await read(organizations, { 'org-2': 'forbidden' });
  expect(rows.sort()).toEqual(['org-1', 'org-3'].flatMap(both));
  expect(error).toMatch(
    /^1 of 3 organizations could not be read \(org-2\); the next sync reads them again: /,
  );
});

it('a list of the enterprise is named too', async () => {
  const { error } = await read([scope, ...organizations], { [scope.id]: 'server_error' });
  expect(error).toMatch(/^1 of 4 lists could not be read \(enterprise@api\.devin\.ai\)/);
});

it.each(['forbidden', 'not_found'] as const)(
  'if all are answered %s, that is the failure',
  async (outcome) => {
    const { rows, error } = await read(
      organizations,
      Object.fromEntries(organizations.map(({ id }) => [id, outcome])),
    );
    expect(rows).toEqual([]);
    expect(error).toBe(refusal(outcome).message);
  },
);

it('an organization that Devin does not know has no rows, and a warning says so', async () => {
  const { rows, error, log } = await read(organizations, { 'org-1': 'not_found' });
  expect(rows.sort()).toEqual(['org-2', 'org-3'].flatMap(both));
  expect(error).toBeUndefined();
  expect(log).toEqual([
    'WARN Devin answered 404 for 1 of 3 organizations (org-1): they have no rows, and the next sync asks again.',
  ]);
});

it('without organizations there is nothing to read', async () => {
  expect(await read([])).toEqual({ rows: [], error: undefined, log: [] });
});
