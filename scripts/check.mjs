// All checks of a change. Checks of the sources run in parallel with those that run the program; what
// fails first ends both.
import { spawn } from 'node:child_process';

const steps = {
  sources: [
    'prettier --check .',
    'eslint .',
    'tsc --noEmit',
    'node scripts/check-lock.mjs',
    'node scripts/generate.mjs --check',
  ],
  // As `npm test` does.
  program: ['node scripts/build.mjs', 'jest'],
};
const stop = new AbortController();

/** Resolves where the command exits 0. What it prints comes at its end, unless it may print `live`. */
function run(command, live) {
  const [file, ...args] = command.split(' ');
  const child = spawn(file, args, { signal: stop.signal, stdio: live ? 'inherit' : 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command}: failed\n${output}`));
    });
  });
}

async function inOrder(commands, live) {
  for (const command of commands) {
    await run(command, live);
    if (!live) process.stdout.write(`${command}: ok\n`);
  }
}

try {
  await Promise.all([inOrder(steps.sources, false), inOrder(steps.program, true)]);
} catch (error) {
  stop.abort();
  process.stdout.write(`${error.message}\n`);
  process.exitCode = 1;
}
