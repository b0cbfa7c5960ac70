import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadedDuckDb, loadedPostgres, type Loaded } from './databases';
import { buildModels } from './dbt';
import { Postgres, postgresPrograms } from './postgres';
import type { Given } from './question';
import { enterpriseQuestions, questions } from './questions';
import { smallCases, smallTables } from './small-tables';
import { withSyncedTables, type Case, type SyncedTables } from './synced';
import { expectedAccounting, expectedMetricsRows } from './truth';

const dbt = process.env.DBT ?? '';
const programs = postgresPrograms();
let server: Postgres | undefined;

beforeAll(async () => {
  if (dbt && !programs) process.stdout.write('No PostgreSQL server is installed: its tests are skipped.\n');
  if (dbt && programs) server = await Postgres.start(programs);
});
afterAll(() => server?.stop());

interface ModelCase extends Omit<Case, 'from'> {
  readonly name: string;
  readonly price?: number;
  /** Makes the seed, knowing who there is. */
  readonly userTeams?: (synced: SyncedTables) => Given['userTeams'];
}

const cases: readonly ModelCase[] = [
  { name: 'enterprise', scope: 'enterprise' },
  {
    name: 'enterprise_with_rest',
    scope: 'enterprise',
    switches: { unattributed: true, extraProduct: true, review: 'null', orgConsumption: 'devin-only' },
    price: 2.25,
    // The seed knows some by e-mail and some by id, a service user too, and wins over groups.
    userTeams: ({ emulator: { world } }) => [
      [world.people[0]?.email?.toUpperCase() ?? '', 'checkout'],
      [world.people[1]?.id ?? '', 'checkout'],
      [world.serviceUsers[1]?.id ?? '', 'ledger'],
    ],
  },
  { name: 'organization', scope: 'organization', switches: { productData: 'zero' } },
];

type Kind = 'DuckDB' | 'PostgreSQL';

async function load(kind: Kind, folder: string, name: string, synced: SyncedTables): Promise<Loaded> {
  if (kind === 'DuckDB') return loadedDuckDb(folder, synced);
  if (!server) throw new Error('There is no PostgreSQL server.');
  return loadedPostgres(server, name, synced);
}

describe.each<Kind>(['DuckDB', 'PostgreSQL'])('every model equals the truth on %s', (kind) => {
  const isPossible = dbt !== '' && (kind === 'DuckDB' || programs !== undefined);
  (isPossible ? test : test.skip).each(cases)('$name', (given) =>
    withSyncedTables({ ...given, from: '2026-09-28' }, async (synced) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'models-'));
      try {
        const database = await load(kind, folder, given.name, synced);
        const userTeams = given.userTeams?.(synced) ?? [];
        await buildModels(dbt, folder, { output: database.output, vars: varsOf(given, database), userTeams });
        await expectAnswers(database, { ...synced, userTeams, price: given.price });
        await expectMoney(database, given.price);
        if (kind === 'PostgreSQL') await expectStandAlone(database, synced);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
  );
});

/** What differs from the package's own defaults. */
function varsOf({ scope, price }: ModelCase, { schema }: Loaded): object {
  return {
    devin_schema: schema,
    ...(scope === 'organization' && { devin_scope: scope }),
    ...(price !== undefined && { devin_price_per_acu: price, devin_currency: 'EUR' }),
  };
}

async function expectAnswers({ query }: Loaded, given: Given): Promise<void> {
  for (const { model, sql, expected, least = 6 } of [
    ...questions,
    ...(given.scope === 'enterprise' ? enterpriseQuestions : []),
  ]) {
    const expectedRows = expected(given).sort();
    expect({ model, rows: (await query(sql)).sort() }).toEqual({ model, rows: expectedRows });
    expect(expectedRows.length).toBeGreaterThanOrEqual(least);
  }
}

/** Columns of money are there exactly where a price is set. */
async function expectMoney({ query }: Loaded, price: number | undefined): Promise<void> {
  const columns = await query(
    `select table_name, column_name from information_schema.columns
     where table_schema = 'analytics' and column_name like '%cost%' and table_name <> 'focus_cost_and_usage' order by 1, 2`,
  );
  const priced = [
    ['billing_cycle_burn_down', 'cost_so_far'],
    ['billing_cycle_burn_down', 'forecast_cost'],
    ['daily_organization_metrics', 'cost'],
    ['daily_product_mix', 'cost'],
    ['daily_team_metrics', 'cost'],
    ['daily_user_metrics', 'cost'],
    ['playbook_costs', 'cost'],
    ['repository_costs', 'cost'],
    ['session_outcomes', 'cost'],
  ];
  expect(columns).toEqual(price === undefined ? [] : priced);
  if (price === undefined) return;
  const wrong = `select * from daily_user_metrics where cost <> acus * ${price} or cost is null`;
  expect(await query(wrong)).toEqual([]);
}

async function expectStandAlone({ query }: Loaded, synced: SyncedTables): Promise<void> {
  if (synced.scope === 'organization') await query(sqlOf('docs/sql/organization_scope.sql'));
  const metrics = await query(sqlOf('models/daily_user_metrics.sql'));
  expect(metrics.map(withBooleans).sort()).toEqual(expectedMetricsRows(synced).sort());
  const accounting = await query(sqlOf('docs/sql/acu_accounting.sql'));
  const numbers = (rows: readonly (readonly string[])[]) => rows.map((row) => row.slice(0, -1));
  expect(numbers(accounting)).toEqual(numbers(expectedAccounting(synced)));
}

describe('daily_user_metrics without dbt on PostgreSQL', () => {
  (dbt && programs ? test : test.skip).each(smallCases)('$name', ({ name, tables, expected }) => {
    const database = `small_${smallCases.findIndex((one) => one.name === name)}`;
    server?.query('postgres', `create database ${database}`);
    const statements = [...smallTables(tables), sqlOf('models/daily_user_metrics.sql')];
    const rows = server?.query(database, statements.join(';\n')) ?? [];
    const texts = rows.map((row) => withBooleans(row).slice(0, -1).join(' '));
    expect(texts.sort()).toEqual(expected);
  });
});

function sqlOf(file: string): string {
  return readFileSync(path.join(__dirname, '..', '..', file), 'utf8');
}

/** A row of `daily_user_metrics` with `is_active` as DuckDB writes it. */
function withBooleans(row: readonly string[]): string[] {
  return row.map((value, index) => (index === 7 ? (value === 't' ? 'true' : 'false') : value));
}
