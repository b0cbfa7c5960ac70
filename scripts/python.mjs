// A throw-away Python environment with packages in it. As a program, `node scripts/python.mjs FOLDER PACKAGES…` makes one in
// the folder and writes `{ "python" }`, or `{ "missing" }` with the reason; packages are what `pip install` takes.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// uv installs 130 packages in a fraction of the time that pip takes.
const installer = 'uv';

/** Makes the environment: `{ python }`, or `{ missing }` with the reason where Python or its package index is not there. */
export async function makeEnvironment(folder, packages, signal) {
  const base = await findPython(signal);
  if (base === undefined) return { missing: 'no Python 3.10, 3.11 or 3.12 with the module venv' };
  const environment = path.join(folder, 'python');
  const made = await run(base, ['-m', 'venv', environment], { signal });
  if (made.exitCode !== 0) return { missing: `${base} cannot make a virtual environment` };
  const python = path.join(environment, 'bin', 'python');
  const pip = ['-m', 'pip', '--quiet', '--no-cache-dir', '--disable-pip-version-check', '--retries', '1'];
  const reached = await run(python, [...pip, 'install', installer], { signal });
  if (reached.exitCode !== 0) return { missing: 'the Python package index cannot be reached' };
  const install = ['-m', 'uv', 'pip', 'install', '--no-cache', '--quiet', ...packages];
  const installed = await run(python, install, {
    signal,
    env: { ...process.env, VIRTUAL_ENV: environment, ...indexAsPip(), UV_NATIVE_TLS: 'true' },
  });
  if (installed.exitCode !== 0)
    throw new Error(`${packages.join(' ')} cannot be installed:\n${installed.output}`);
  return { python };
}

/** The newest version that all the packages take. */
async function findPython(signal) {
  const question = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';
  for (const name of ['python3.12', 'python3.11', 'python3.10', 'python3']) {
    const { exitCode, output } = await run(name, ['-c', question], { signal });
    if (exitCode === 0 && ['3.10', '3.11', '3.12'].includes(output.trim())) return name;
  }
  return undefined;
}

/** Exit code and output; rejects only where it is stopped. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      if (options.signal?.aborted) reject(error);
      else resolve({ exitCode: error ? error.code : 0, output: stdout + stderr });
    });
  });
}

/** uv does not read pip's variables. */
function indexAsPip() {
  const index = process.env.PIP_INDEX_URL;
  return index === undefined ? {} : { UV_DEFAULT_INDEX: index };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...packages] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await makeEnvironment(folder, packages)));
}
