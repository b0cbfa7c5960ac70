// An engine of a tool that can only build and run: `TOOL [DIR]`, and `TOOL run ARGS…` with the working folder on /data.
// What it cannot tell is read from the connector's process in /proc, so it needs Linux and root.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputOf, root, run, startProcess } from '../clients/processes.mjs';
import { brokenRules, traced } from './strace.mjs';

export function toolEngine(tool, signal) {
  /** Calls `look` with the connector's process id during a read, and ends the read. */
  const during = async (folder, look) => {
    const args = ['run', 'read', '--config', '/data/config.json', '--catalog', '/data/catalog.json'];
    const { child, stop } = startProcess(tool, args, { cwd: folder });
    child.stdout.resume();
    child.stderr.resume();
    const pid = await findConnector(child, signal);
    try {
      return look(pid, `/proc/${pid}/root`);
    } finally {
      process.kill(pid, 'SIGTERM');
      await stop();
    }
  };
  return {
    name: tool,
    build: async () => {
      const context = contextWithoutDigests();
      try {
        await outputOf(tool, [context], { signal });
      } finally {
        rmSync(context, { recursive: true, force: true });
      }
    },
    command: (_, args) => [tool, ['run', ...args]],
    inspect: (folder) =>
      during(folder, (pid, inside) => {
        const [, executable] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const env = Object.fromEntries(lines.map((line) => line.split(/=([^]*)/)));
        const users = readFileSync(`${inside}/etc/passwd`, 'utf8').split('\n');
        const userName = users
          .map((line) => line.split(':'))
          .find(([, , uid]) => Number(uid) === uidOf(pid))?.[0];
        return { entryPoint: executable, env, user: `${uidOf(pid)}`, userName, labels: labelsOfDockerfile() };
      }),
    writable: (folder) => during(folder, (pid, inside) => writableBelow(inside, '/airbyte', uidOf(pid))),
    lacks: (folder, programs) =>
      during(folder, (_, inside) =>
        programs.filter(
          (name) => !['usr/local/bin', 'usr/bin'].some((bin) => existsSync(path.join(inside, bin, name))),
        ),
      ),
    present: (folder, files) =>
      during(folder, (_, inside) => files.filter((file) => existsSync(path.join(inside, file)))),
    // In what the tool has mounted for a read: the connector runs there a second time.
    runAs: (folder, user, args) =>
      during(folder, (pid, inside) => {
        const options = [`--userspec=${user}:${user}`, '--groups=', inside];
        const command = ['/airbyte/bin/source-devin', ...args];
        return execFileSync('chroot', [...options, ...command], {
          encoding: 'utf8',
          env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
        });
      }),
    // The tool does not pass on how the process ended; that it ended, and what it wrote before, shows.
    terminate: async ({ child }) => {
      process.kill(await findConnector(child, signal), 'SIGTERM');
      return undefined;
    },
    strictRun: async (folder, args) => {
      const hasTracer =
        (await run('strace', ['-V'], { signal }).catch(() => ({ exitCode: 1 }))).exitCode === 0;
      if (!hasTracer) {
        const stdout = await outputOf(tool, ['run', ...args], { cwd: folder, signal });
        return { stdout, broken: [], proof: 'what it writes was not watched: there is no strace' };
      }
      const log = path.join(folder, 'strace.log');
      const stdout = await outputOf('strace', [...traced(log), tool, 'run', ...args], {
        cwd: folder,
        signal,
      });
      const proof = 'it wrote below the temporary folder at most, and connected to this machine alone';
      return { stdout, broken: brokenRules(readFileSync(log, 'utf8')), proof };
    },
    remove: () => Promise.resolve(),
  };
}

/** What the Dockerfile needs, for a tool without a registry: it knows a base image by its name, and no digest. */
function contextWithoutDigests() {
  const context = mkdtempSync(path.join(tmpdir(), 'source-devin-context-'));
  const allowed = readFileSync(path.join(root, '.dockerignore'), 'utf8').match(/(?<=^!).+/gm);
  for (const name of ['.dockerignore', ...allowed])
    cpSync(path.join(root, name), path.join(context, name), { recursive: true });
  const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
  writeFileSync(path.join(context, 'Dockerfile'), dockerfile.replace(/@sha256:[0-9a-f]{64}/g, ''));
  return context;
}

/** The connector's process below our child process, when it exists. */
async function findConnector(child, signal) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    signal.throwIfAborted();
    if (child.exitCode !== null) throw new Error(`The image ended at once with ${child.exitCode}.`);
    const pid = descendants(child.pid).find((each) =>
      read(`/proc/${each}/cmdline`).startsWith('node\0/airbyte/'),
    );
    if (pid !== undefined) return pid;
    await sleep(100, undefined, { signal });
  }
  throw new Error('The connector did not start within 30 s.');
}

function descendants(pid) {
  const children = readdirSync('/proc').filter((name) => {
    return (
      /^\d+$/.test(name) &&
      read(`/proc/${name}/stat`)
        .replace(/^.*\) \S /s, '')
        .startsWith(`${pid} `)
    );
  });
  return [...children.map(Number), ...children.flatMap((child) => descendants(Number(child)))];
}

/** The text of a file in /proc; empty if its process has ended. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function uidOf(pid) {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function writableBelow(inside, folder, uid) {
  return readdirSync(inside + folder).flatMap((name) => {
    const file = path.join(folder, name);
    const { mode, uid: owner, gid: group } = statSync(inside + file);
    const isWritable = owner === uid || group === uid || (mode & 0o002) !== 0;
    const below = statSync(inside + file).isDirectory() ? writableBelow(inside, file, uid) : [];
    return isWritable ? [file, ...below] : below;
  });
}

function labelsOfDockerfile() {
  const text = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^LABEL (\S+)="(.*)"$/gm)].map(([, name, value]) => [name, value]),
  );
}
