import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Warehouse } from '../report/sync/warehouse';
import { smallCases, smallTables } from './models/small-tables';
import { loadIntoDuckDb, withSyncedTables } from './models/synced';
import { expectedAccounting, expectedMetricsRows } from './models/truth';

const root = path.join(__dirname, '..');
const streams = [
  'members',
  'daily_consumption',
  'daily_user_consumption',
  'daily_service_user_consumption',
  'daily_pr_metrics',
  'daily_user_pr_metrics',
];

function sqlOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

async function withWarehouse(use: (warehouse: Warehouse) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'models-'));
  const warehouse = await Warehouse.open(path.join(folder, 'devin.duckdb'));
  try {
    await use(warehouse);
  } finally {
    warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rowsOf(warehouse: Warehouse, sql: string): Promise<string[][]> {
  const { rows } = await warehouse.query(sql);
  return rows.map((row) => [...row]);
}

describe('standalone SQL equals the truth', () => {
  test.each([
    ['enterprise', { scope: 'enterprise' }],
    ['enterprise with use that belongs to nobody', { scope: 'enterprise', switches: { unattributed: true } }],
    ['organization', { scope: 'organization' }],
  ] as const)('%s', (_, given) =>
    withSyncedTables({ ...given, streams, from: '2026-11-12' }, (synced) =>
      withWarehouse(async (warehouse) => {
        await loadIntoDuckDb(warehouse, synced);
        if (given.scope === 'organization') await warehouse.query(sqlOf('docs/sql/organization_scope.sql'));

        const metrics = await rowsOf(warehouse, sqlOf('models/daily_user_metrics.sql'));
        const kinds = given.scope === 'enterprise' ? ['service_user'] : [];
        expect(new Set(metrics.map((row) => row[8]))).toEqual(new Set(['user', 'unattributed', ...kinds]));
        expect(metrics.sort()).toEqual(expectedMetricsRows(synced).sort());
        expect(await rowsOf(warehouse, sqlOf('docs/sql/acu_accounting.sql'))).toEqual(
          expectedAccounting(synced),
        );
      }),
    ),
  );
});

describe('daily_user_metrics on small tables', () => {
  test.each(smallCases)('$name', ({ tables, expected }) =>
    withWarehouse(async (warehouse) => {
      for (const statement of smallTables(tables)) await warehouse.query(statement);
      const rows = await rowsOf(warehouse, sqlOf('models/daily_user_metrics.sql'));
      expect(rows.map((row) => row.slice(0, -1).join(' ')).sort()).toEqual(expected);
    }),
  );
});

describe('models/README.md', () => {
  const readme = sqlOf('models/README.md');
  const marts = readdirSync(path.join(root, 'models/marts')).filter((file) => file.endsWith('.sql'));
  const models = marts.map((file) => file.slice(0, -'.sql'.length));

  test('has a query that runs', () =>
    withWarehouse(async (warehouse) => {
      for (const statement of smallTables({
        daily_user_consumption: ["'2026-11-02', 'a', 'ada@example.com', 6"],
      }))
        await warehouse.query(statement);
      await warehouse.query(
        `insert into daily_user_pr_metrics values ('2026-11-02', 'a', 'ada@example.com', 5, 4, 1, 0)`,
      );
      await warehouse.query(`create view daily_user_metrics as ${sqlOf('models/daily_user_metrics.sql')}`);
      const [, query = ''] = /```sql\n([^]*?)```/.exec(readme) ?? [];
      expect(await rowsOf(warehouse, query)).toEqual([['ada@example.com', '6.000000000', '4', '1.5']]);
    }));

  test.each(models)('names the inputs of %s, like its header', (model) => {
    const row = new RegExp(`^\\| \`${model}\` .*\\| (.*) \\|$`, 'm').exec(readme)?.[1] ?? '';
    const named = [...row.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const sql = sqlOf(`models/marts/${model}.sql`);
    const read = [...sql.matchAll(/stream\(\s*'(\w+)'/g)].map(([, name = '']) => name);
    const built = [...sql.matchAll(/ref\('(\w+)'\)/g)].map(([, name = '']) => name);
    const needed = [...new Set([...read, ...built.filter((name) => models.includes(name))])];
    expect(named.sort()).toEqual(needed.sort());
    const [header = ''] = sql.split(/^with /m);
    const needs = header.slice(header.indexOf('Needs'));
    expect(needed.filter((name) => !needs.includes(name))).toEqual([]);
  });
});
