// npm run test:pyairbyte: the built connector under PyAirbyte, into DuckDB and into PostgreSQL.
import path from 'node:path';
import { installed, pythonVariables, testClient, timed } from './clients.mjs';
import { startPostgres } from './postgres.mjs';
import { root, run, startEmulator } from './processes.mjs';

const pyAirbyte = 'airbyte==0.71.3';

await testClient('PyAirbyte', async (place) => {
  const environment = await installed(pyAirbyte, [pyAirbyte], place);
  if (environment.missing) return environment;
  const sync = (database, scope, ...cache) => syncInto(cache, database, scope, environment.python, place);
  await sync('DuckDB', 'organization', 'duckdb', path.join(place.folder, 'organization.duckdb'));
  const postgres = await startPostgres(place.signal);
  if (postgres.missing) return postgres;
  place.cleanUp(postgres.stop);
  await sync('PostgreSQL', 'enterprise', 'postgres', String(postgres.port));
  // PostgreSQL refuses what DuckDB stores, so the texts go there.
  await sync('PostgreSQL', 'enterprise', 'postgres', String(postgres.port), 'texts');
});

/** Reads into one database; throws with what PyAirbyte wrote where the tables are not the truth. */
async function syncInto(cache, database, scope, python, place) {
  const { folder, signal } = place;
  const emulator = await startEmulator(['--port', '0', '--users', '13', '--seed', '7']);
  const script = path.join(import.meta.dirname, 'pyairbyte.py');
  const executable = path.join(root, 'bin', 'source-devin');
  // PyAirbyte keeps instants without their time zone: in UTC they compare.
  const env = { ...pythonVariables(place), AIRBYTE_OFFLINE_MODE: '1', TZ: 'UTC' };
  Object.assign(env, { AIRBYTE_LOGGING_ROOT: path.join(folder, 'logs'), NO_LIVE_PROGRESS: '1' });
  try {
    await timed(`PyAirbyte into ${database}, ${scope} scope`, async () => {
      const args = [script, emulator.url, executable, scope, ...cache];
      const ended = await run(python, args, { env, cwd: folder, signal });
      const result = /^RESULT (.*)$/m.exec(ended.stdout)?.[1];
      if (ended.exitCode !== 0 || result === undefined) throw new Error(reasonIn(ended.output));
      return { result };
    });
  } finally {
    await emulator.stop();
  }
}

/** What the script says is wrong, without what PyAirbyte said before; everything where it says nothing. */
function reasonIn(output) {
  return /FAILED [^]*/.exec(output)?.[0] ?? output;
}
