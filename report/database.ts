import type { DuckDBConnection, Json } from '@duckdb/node-api';
import { isStream, primaryKeyOf, streamsOnlyOf } from './streams';

export type Row = Readonly<Record<string, Json>>;

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A synced DuckDB file. */
export class Database {
  private constructor(
    private readonly connection: DuckDBConnection,
    /** Where the streams' tables are. */
    readonly schema: string,
    private readonly tables: ReadonlySet<string>,
    readonly close: () => void,
  ) {}

  /** Opens the file at the schema of that name, or else at the one that holds most of the streams; to read only. */
  static async open(
    file: string,
    schema?: string,
    mode: 'READ_ONLY' | 'READ_WRITE' = 'READ_ONLY',
  ): Promise<Database> {
    const { DuckDBInstance } = await import('@duckdb/node-api').catch(() => {
      throw new Error('DuckDB is not installed: run "npm ci", development dependencies included.');
    });
    const instance = await DuckDBInstance.create(file, { access_mode: mode });
    const connection = await instance.connect();
    const close = (): void => {
      connection.closeSync();
      instance.closeSync();
    };
    try {
      await connection.run(`SET TimeZone = 'UTC'`);
      const tables = await streamTables(connection);
      const found = schema ?? fullest(tables);
      const here = new Set(tables.filter((table) => table.schema === found).map(({ name }) => name));
      if (here.size === 0) throw new Error(`There is no stream of this connector in ${schema ?? file}.`);
      await connection.run(`SET schema = '${found.replaceAll("'", "''")}'`);
      return new Database(connection, found, here, close);
    } catch (error) {
      close();
      throw error;
    }
  }

  readonly has = (stream: string): boolean => this.tables.has(stream);

  /** The scope that was read: only an enterprise has some streams, and only an organization names itself in each row. */
  async scope(): Promise<'enterprise' | 'organization'> {
    if (streamsOnlyOf('enterprise').some(this.has)) return 'enterprise';
    const told = ['members', 'daily_consumption', 'daily_pr_metrics'].filter(this.has);
    for (const stream of told) {
      const { rows } = await this.query(`SELECT 1 FROM ${stream} WHERE org_id IS NOT NULL LIMIT 1`);
      if (rows.length > 0) return 'organization';
    }
    return 'enterprise';
  }

  /** The number of extra versions of rows in the table: 0 if the destination removes duplicates. */
  async countDuplicates(stream: string): Promise<number> {
    const { rows } = await this.query(
      `SELECT (count(*) - count(DISTINCT (${primaryKeyOf(stream).join(', ')})))::INTEGER AS surplus FROM ${stream}`,
    );
    return Number(rows[0]?.surplus ?? 0);
  }

  /** Runs a statement that gives no answer. */
  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  async query(sql: string): Promise<Answer> {
    const result = await this.connection.runAndReadAll(sql);
    return { columns: result.columnNames(), rows: result.getRowObjectsJson() };
  }
}

interface Table {
  readonly schema: string;
  readonly name: string;
}

async function streamTables(connection: DuckDBConnection): Promise<Table[]> {
  const result = await connection.runAndReadAll(
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
      WHERE table_catalog = current_database() ORDER BY table_schema, table_name`,
  );
  const tables = result.getRowObjectsJson() as unknown as Table[];
  return tables.filter(({ name }) => isStream(name));
}

function fullest(tables: readonly Table[]): string {
  const counts = new Map<string, number>();
  for (const { schema } of tables) counts.set(schema, (counts.get(schema) ?? 0) + 1);
  const [first] = [...counts].sort(([, one], [, other]) => other - one);
  return first?.[0] ?? 'main';
}
