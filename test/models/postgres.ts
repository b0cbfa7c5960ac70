import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { columnType } from '../../report/sync/columns';
import type { Row } from '../../report/sync/warehouse';
import type { SyncedTables } from './synced';

/** The folder of PostgreSQL's server programs; undefined if there is none. */
export function postgresPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = versions.map((version) => path.join(debian, version, 'bin'));
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  if (process.getuid?.() === 0 && spawnSync('id', ['postgres']).status !== 0) return undefined;
  return [...folders, ...onPath].find((folder) =>
    ['initdb', 'pg_ctl', 'psql'].every((name) => existsSync(path.join(folder, name))),
  );
}

/** A separate server on a free port of 127.0.0.1; its data folder is removed when it stops. */
export class Postgres {
  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(programs: string): Promise<Postgres> {
    const folder = mkdtempSync(path.join(tmpdir(), 'postgres-'));
    const server = new Postgres(programs, folder, await freePort());
    const { uid, gid } = server.owner;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    server.run('initdb', ['-D', server.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
    const settings = `-p ${server.port} -h 127.0.0.1 -k ${folder} -F -c timezone=America/St_Johns`;
    server.run('pg_ctl', ['-D', server.data, '-o', settings, '-l', path.join(folder, 'log'), '-w', 'start']);
    return server;
  }

  /** Runs SQL in a database; the rows of its answer as text. */
  query(database: string, sql: string): string[][] {
    const connection = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres', '-d', database];
    const format = ['-X', '-q', '-A', '-t', '-F', '\t', '-P', 'null=–', '-v', 'ON_ERROR_STOP=1'];
    const options = '-c search_path=airbyte,analytics,public';
    const { status, stdout, stderr } = spawnSync(
      path.join(this.programs, 'psql'),
      [...connection, ...format],
      {
        input: sql,
        encoding: 'utf8',
        env: { ...process.env, PGOPTIONS: options, PGCLIENTENCODING: 'UTF8' },
        maxBuffer: 2 ** 28,
      },
    );
    if (status !== 0) throw new Error(`psql: ${stderr}\n${sql.slice(0, 2_000)}`);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
  }

  /** A new database with a table for each stream in the schema `airbyte`, typed as Airbyte's destination does. */
  load(database: string, { tables }: SyncedTables): void {
    this.query('postgres', `create database ${database}`);
    const statements = tables.flatMap(({ stream, rows }) => {
      const columns = Object.entries(stream.json_schema.properties).map(
        ([column, property]) => `"${column}" ${postgresType(columnType(property))}`,
      );
      return [
        `create table airbyte."${stream.name}" (${columns.join(', ')})`,
        `insert into airbyte."${stream.name}" select * from jsonb_populate_recordset(null::airbyte."${stream.name}", ${text(rows)})`,
      ];
    });
    this.query(database, ['create schema airbyte', ...statements, ''].join(';\n'));
  }

  stop(): void {
    this.run('pg_ctl', ['-D', this.data, '-m', 'immediate', '-w', 'stop']);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  /** PostgreSQL does not run as root: then as the user that Debian's package makes. */
  private get owner(): { uid?: number; gid?: number } {
    if (process.getuid?.() !== 0) return {};
    const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    return { uid: idOf('-u'), gid: idOf('-g') };
  }

  private run(program: string, args: readonly string[]): void {
    execFileSync(path.join(this.programs, program), args, {
      ...this.owner,
      cwd: this.folder,
      stdio: 'ignore',
    });
  }
}

function postgresType(duckDbType: string): string {
  const types: Record<string, string> = { DOUBLE: 'NUMERIC', JSON: 'JSONB' };
  return types[duckDbType] ?? duckDbType;
}

function text(rows: readonly Row[]): string {
  return `'${JSON.stringify(rows).replaceAll("'", "''")}'`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
