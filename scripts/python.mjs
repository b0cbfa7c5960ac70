// A throw-away Python environment with packages in it. As a program, `node scripts/python.mjs FOLDER PACKAGES…` makes one in
// the folder and writes `{ "python" }`, or `{ "missing" }` with the reason; packages are what `pip install` takes.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// uv installs 130 packages in a fraction of the time that pip takes.
const installer = 'uv';

/** Makes the environment, with the first of the versions that is there: `{ python }`, or `{ missing }` with the reason. */
export async function makeEnvironment(folder, packages, signal, versions = ['3.12', '3.11', '3.10']) {
  const base = await findPython(versions, signal);
  if (base === undefined) return { missing: `no Python ${versions.join(' or ')} with the module venv` };
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
  if (installed.exitCode !== 0) return { missing: `${packages.join(' ')} cannot be installed` };
  return { python };
}

/** The first of the versions that is there. */
async function findPython(versions, signal) {
  const question = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';
  for (const name of [...versions.map((version) => `python${version}`), 'python3']) {
    const { exitCode, output } = await run(name, ['-c', question], { signal });
    if (exitCode === 0 && versions.includes(output.trim())) return name;
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
