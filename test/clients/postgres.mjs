// A PostgreSQL of its own for one test: its own folder, a free port of this machine, never as root.
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { outputOf, run, startProcess } from './processes.mjs';

const debianFolder = '/usr/lib/postgresql';

/**
 * Starts a server from the folder of its programs, or from the machine's: its port, and `stop()`, which removes everything;
 * or returns `{ missing }` with the reason.
 */
export async function startPostgres(signal, folder) {
  const isRoot = process.getuid() === 0;
  const programs = folder ?? findPrograms() ?? (isRoot ? await installPrograms(signal) : undefined);
  if (programs === undefined) return { missing: 'PostgreSQL is not installed' };
  const user = isRoot ? await userIds(folder === undefined ? 'postgres' : 'nobody', signal) : {};
  const data = mkdtempSync(path.join(tmpdir(), 'source-devin-postgres-'));
  const remove = () => rmSync(data, { recursive: true, force: true });
  try {
    if (isRoot) chownSync(data, user.uid, user.gid);
    const options = { ...user, cwd: data, signal };
    const newCluster = ['-D', data, '-U', 'tester', '-E', 'UTF8', '--no-locale', '--no-sync', '-A', 'trust'];
    await outputOf(path.join(programs, 'initdb'), newCluster, options);
    const { port, stop } = await startServer(path.join(programs, 'postgres'), data, options);
    return { port, stop: () => stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

async function startServer(program, data, { uid, gid, cwd, signal }) {
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${data}`];
  const args = ['-D', data, ...[...settings, 'fsync=off'].flatMap((setting) => ['-c', setting])];
  const server = startProcess(program, args, { uid, gid, cwd });
  let log = '';
  server.child.stderr.on('data', (chunk) => (log += chunk));
  // A fast shutdown, which does not wait for clients.
  const stop = () => server.stop('SIGINT');
  try {
    await waitForPort(port, server.child, signal);
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${log}`, { cause: error });
  }
  return { port, stop };
}

/** The folder of the newest server programs, in Debian's place or on the PATH. */
function findPrograms() {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const folders = [
    ...versions
      .sort((one, other) => Number(other) - Number(one))
      .map((version) => `${debianFolder}/${version}/bin`),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))),
  );
}

/** Debian's package, without the cluster that it would start; undefined where that cannot be done. */
async function installPrograms(signal) {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  const install = (name) => ['install', '--yes', '--no-install-recommends', name];
  const options = { signal, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  for (const args of [['update'], install('postgresql-common'), install('postgresql')]) {
    const { exitCode } = await run('apt-get', ['--quiet', ...args], options);
    if (exitCode !== 0) return undefined;
    if (args.includes('postgresql-common'))
      writeFileSync('/etc/postgresql-common/createcluster.conf', 'create_main_cluster = false\n', {
        flag: 'a',
      });
  }
  return findPrograms();
}

async function userIds(name, signal) {
  const id = async (what) => Number(await outputOf('id', [what, name], { signal }));
  return { uid: await id('-u'), gid: await id('-g') };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitForPort(port, child, signal) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    signal.throwIfAborted();
    if (child.exitCode !== null) throw new Error(`it exited ${child.exitCode}`);
    if (await isOpen(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no connection within 30 s');
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
