// What every test with a real client does: a folder of its own, one line for each result, and an end that leaves nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeEnvironment } from '../../scripts/python.mjs';
import { stopOnSignals } from './processes.mjs';

/**
 * Runs a test with a folder and a signal; `test` answers `{ missing }` with the reason where it has to be skipped. Says so in
 * one line, and exits 0 then; exits 1 where the test throws.
 */
export async function testClient(name, test) {
  const signal = stopOnSignals();
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-client-'));
  const cleanUps = [() => rmSync(folder, { recursive: true, force: true })];
  const cleanUp = (work) => cleanUps.push(work);
  try {
    const done = await test({ folder, signal, cleanUp });
    if (done?.missing) console.log(`${name}: skipped, ${done.missing}.`);
  } catch (error) {
    console.error(signal.aborted ? 'Interrupted.' : error.message);
    process.exitCode = 1;
  } finally {
    for (const work of cleanUps.reverse()) await work();
  }
}

/** Installs Python packages: `{ python }`, or `{ missing }`; says how long it took. */
export function installed(name, packages, { folder, signal }, versions) {
  return timed(`${name} installed`, () => makeEnvironment(folder, packages, signal, versions));
}

/**
 * The variables for programs in Python. What the first of them compiles, which takes seconds, is kept for the others in the
 * test's folder, also where the machine says that nothing is to be kept.
 */
export function pythonVariables({ folder }) {
  const bytecode = { PYTHONPYCACHEPREFIX: path.join(folder, 'bytecode'), PYTHONDONTWRITEBYTECODE: '' };
  return { ...process.env, ...bytecode, DO_NOT_TRACK: '1' };
}

/** Does the work, and says what came out of it and how long it took. */
export async function timed(what, work) {
  const startedMs = performance.now();
  const done = await work();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  if (!done?.missing) console.log(`${what}: ${done?.result ?? 'ok'} (${seconds} s)`);
  return done;
}
