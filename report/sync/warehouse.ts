import type { DuckDBConnection, DuckDBInstance, Json } from '@duckdb/node-api';
import type { TextTable } from '../text';
import { Batch } from './batches';
import { isIncremental, keyOf, type CatalogStream } from './catalog';
import { columnsOf, createStatement, quoted, text, upsertStatement } from './columns';
import type { StreamState } from './connector';

export type Row = Readonly<Record<string, unknown>>;

const stateTable = 'source_devin_state';

/** A DuckDB file with a table for each stream, and with the state up to which each was written. */
export class Warehouse {
  private constructor(
    private readonly file: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** Opens the file, or makes it. */
  static async open(file: string): Promise<Warehouse> {
    const { DuckDBInstance } = await import('@duckdb/node-api').catch(() => {
      throw new Error('DuckDB is not installed: run "npm ci", development dependencies included.');
    });
    const instance = await DuckDBInstance.create(file).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      const isOpen = reason.includes('lock');
      throw new Error(isOpen ? `${file} is open in another program: close it there first.` : reason);
    });
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    await connection.run(
      `CREATE TABLE IF NOT EXISTS ${stateTable} (stream VARCHAR PRIMARY KEY, state JSON, written_at TIMESTAMPTZ)`,
    );
    return new Warehouse(file, instance, connection);
  }

  /**
   * Makes a table for each stream that has none, and adds columns that are new. A table whose key or types have
   * changed is made again, and its stream is read from the beginning.
   */
  async prepare(streams: readonly CatalogStream[]): Promise<void> {
    for (const stream of streams) {
      const known = await this.knownColumns(stream.name);
      const isSame = columnsOf(stream).every(([name, type]) => (known.get(name) ?? type) === type);
      const hasKey = keyOf(stream).every((name) => known.has(name));
      if (known.size === 0 || !isSame || !hasKey) await this.startOver(stream);
      else await this.addColumns(stream, known);
    }
  }

  /** The last state of each stream: what is in the tables is what was read up to it. */
  async states(): Promise<StreamState[]> {
    const { rows } = await this.query(`SELECT state FROM ${stateTable} ORDER BY stream`);
    return rows.map(([state = '']) => JSON.parse(state) as StreamState);
  }

  /**
   * Writes the rows of a batch by primary key and the state that covers them, both or neither. A stream that is read
   * whole each time is replaced.
   */
  async write(stream: CatalogStream, batch: Batch | undefined, state?: StreamState): Promise<void> {
    await this.connection.run('BEGIN');
    try {
      if (!isIncremental(stream)) await this.connection.run(createStatement(stream));
      if (batch && batch.count > 0) await this.connection.run(upsertStatement(stream, batch.file));
      if (state)
        await this.connection.run(
          `INSERT OR REPLACE INTO ${stateTable} VALUES (${text(stream.name)}, ${text(JSON.stringify(state))}, now())`,
        );
      await this.connection.run('COMMIT');
    } catch (error) {
      await this.connection.run('ROLLBACK');
      throw error;
    }
  }

  /** Writes rows without a state. */
  async load(stream: CatalogStream, rows: readonly Row[]): Promise<void> {
    const batch = new Batch(`${this.file}.${stream.name}.jsonl`);
    try {
      for (const row of rows) batch.add(row);
      batch.finish();
      await this.write(stream, batch);
    } finally {
      batch.remove();
    }
  }

  async countRows(stream: string): Promise<number> {
    const { rows } = await this.query(`SELECT count(*) FROM ${quoted(stream)}`);
    return Number(rows[0]?.[0]);
  }

  /** The answer to a query, as text. */
  async query(sql: string): Promise<TextTable> {
    const result = await this.connection.runAndReadAll(sql);
    return {
      headings: result.columnNames(),
      rows: result.getRowsJson().map((row) => row.map(asText)),
    };
  }

  /** Also moves everything into the file, so that no other file is beside it. */
  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private async knownColumns(table: string): Promise<Map<string, string>> {
    const { rows } = await this.query(
      `SELECT column_name, data_type FROM information_schema.columns
        WHERE table_catalog = current_database() AND table_schema = 'main' AND table_name = ${text(table)}`,
    );
    return new Map(
      rows.map(([name = '', type = '']) => [
        name,
        type === 'TIMESTAMP WITH TIME ZONE' ? 'TIMESTAMPTZ' : type,
      ]),
    );
  }

  private async startOver(stream: CatalogStream): Promise<void> {
    await this.connection.run(createStatement(stream));
    await this.connection.run(`DELETE FROM ${stateTable} WHERE stream = ${text(stream.name)}`);
  }

  private async addColumns(stream: CatalogStream, known: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, type] of columnsOf(stream)) {
      if (!known.has(name))
        await this.connection.run(`ALTER TABLE ${quoted(stream.name)} ADD COLUMN ${quoted(name)} ${type}`);
    }
  }
}

function asText(value: Json): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
