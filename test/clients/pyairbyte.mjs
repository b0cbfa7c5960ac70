// npm run test:pyairbyte: the built connector under PyAirbyte, into DuckDB and into PostgreSQL. Says in one line why it
// skips what this machine cannot do, and exits 0 then; exits 1 where a table is not the emulator's truth.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from './postgres.mjs';
import { root, run, startEmulator, stopOnSignals } from './processes.mjs';
import { makeEnvironment } from '../../scripts/python.mjs';

const pyAirbyte = 'airbyte==0.71.3';
const signal = stopOnSignals();
const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-pyairbyte-'));
const cleanUps = [() => rmSync(folder, { recursive: true, force: true })];

try {
  const environment = await timed('PyAirbyte installed', () => makeEnvironment(folder, [pyAirbyte], signal));
  if (environment.missing) console.log(`PyAirbyte: skipped, ${environment.missing}.`);
  else await testWith(environment.python);
} catch (error) {
  console.error(signal.aborted ? 'Interrupted.' : error.message);
  process.exitCode = 1;
} finally {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
}

async function testWith(python) {
  await sync(python, 'DuckDB', 'enterprise', ['duckdb', path.join(folder, 'enterprise.duckdb')]);
  await sync(python, 'DuckDB', 'organization', ['duckdb', path.join(folder, 'organization.duckdb')]);
  await sync(python, 'DuckDB', 'enterprise', ['duckdb', path.join(folder, 'texts.duckdb'), 'texts']);
  const postgres = await startPostgres(signal);
  if (postgres.missing) {
    console.log(`PyAirbyte into PostgreSQL: skipped, ${postgres.missing}.`);
    return;
  }
  cleanUps.push(postgres.stop);
  await sync(python, 'PostgreSQL', 'enterprise', ['postgres', String(postgres.port)]);
  await sync(python, 'PostgreSQL', 'organization', ['postgres', String(postgres.port), 'texts']);
}

/** Reads twice into one database; throws with what PyAirbyte wrote where the tables are not the truth. */
async function sync(python, database, scope, place) {
  const emulator = await startEmulator(['--port', '0', '--users', '13', '--seed', '7']);
  const script = path.join(import.meta.dirname, 'pyairbyte.py');
  const executable = path.join(root, 'bin', 'source-devin');
  // PyAirbyte keeps instants without their time zone: in UTC they compare.
  const env = { ...process.env, AIRBYTE_OFFLINE_MODE: '1', DO_NOT_TRACK: '1', TZ: 'UTC' };
  Object.assign(env, { AIRBYTE_LOGGING_ROOT: path.join(folder, 'logs'), PYTHONDONTWRITEBYTECODE: '1' });
  try {
    await timed(`PyAirbyte into ${database}, ${scope} scope`, async () => {
      const ended = await run(python, [script, emulator.url, executable, scope, ...place], {
        env,
        cwd: folder,
        signal,
      });
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

async function timed(what, work) {
  const startedMs = performance.now();
  const done = await work();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  if (!done.missing) console.log(`${what}: ${done.result ?? 'ok'} (${seconds} s)`);
  return done;
}
