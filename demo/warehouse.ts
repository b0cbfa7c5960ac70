import { rmSync, writeFileSync } from 'node:fs';
import type { DuckDBConnection, DuckDBInstance, Json } from '@duckdb/node-api';
import { isIncremental, type CatalogStream, type Property } from './catalog';
import type { TextTable } from './text';

export type Row = Readonly<Record<string, unknown>>;

/** A DuckDB file with a table for each stream, its columns made from the stream's JSON schema. */
export class Warehouse {
  private constructor(
    private readonly file: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** A new file; one that is there already is replaced. */
  static async create(file: string): Promise<Warehouse> {
    const { DuckDBInstance } = await import('@duckdb/node-api').catch(() => {
      throw new Error('DuckDB is not installed: run "npm ci", development dependencies included.');
    });
    for (const old of [file, `${file}.wal`]) rmSync(old, { force: true });
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    return new Warehouse(file, instance, connection);
  }

  /** An empty table in place of the one that was there, if any. */
  async createTable({ name, json_schema, source_defined_primary_key }: CatalogStream): Promise<void> {
    const columns = Object.entries(json_schema.properties).map(
      ([column, property]) => `${quoted(column)} ${columnType(property)}`,
    );
    const key = source_defined_primary_key.map(([column = '']) => quoted(column));
    const body = [...columns, `PRIMARY KEY (${key.join(', ')})`].join(', ');
    await this.connection.run(`CREATE OR REPLACE TABLE ${quoted(name)} (${body})`);
  }

  /** Writes the rows of a sync by primary key, all or none; a stream that is read whole each time is replaced. */
  async load(stream: CatalogStream, rows: readonly Row[]): Promise<void> {
    const batch = `${this.file}.${stream.name}.jsonl`;
    writeFileSync(
      batch,
      lastOfEachKey(stream, rows)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
    try {
      await this.connection.run('BEGIN');
      if (!isIncremental(stream)) await this.createTable(stream);
      await this.connection.run(
        `INSERT OR REPLACE INTO ${quoted(stream.name)} BY NAME SELECT * FROM read_json(${text(batch)},
          format = 'newline_delimited', columns = {${columnsOfBatch(stream)}})`,
      );
      await this.connection.run('COMMIT');
    } finally {
      rmSync(batch, { force: true });
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

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** The type of a column for a property of a JSON schema. */
export function columnType({ type = [], format }: Property): string {
  const [jsonType] = [type].flat().filter((one) => one !== 'null');
  if (jsonType === 'string')
    return format === 'date' ? 'DATE' : format === 'date-time' ? 'TIMESTAMPTZ' : 'VARCHAR';
  const types: Record<string, string> = { integer: 'BIGINT', number: 'DOUBLE', boolean: 'BOOLEAN' };
  return types[jsonType ?? ''] ?? 'JSON';
}

function asText(value: Json): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One statement cannot write a key twice. */
function lastOfEachKey(stream: CatalogStream, rows: readonly Row[]): Row[] {
  const keyOf = (row: Row) =>
    JSON.stringify(stream.source_defined_primary_key.map(([column = '']) => row[column]));
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function columnsOfBatch({ json_schema }: CatalogStream): string {
  const columns = Object.entries(json_schema.properties);
  return columns.map(([column, property]) => `${quoted(column)}: ${text(columnType(property))}`).join(', ');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
