// What can build and run the image: Docker, or a tool that BUILD_IMAGE names. Both give the same few operations:
//
//   build()                    builds the Dockerfile
//   command(args)              program and arguments that run the image; its working folder is on /data, its network ours
//   inspect(folder)            what the image says of itself: entryPoint, env, user and its name, labels
//   writable(folder)           the files below /airbyte that its user could change
//   lacks(folder, programs)    which of the programs it does not have
//   present(folder, files)     which of the files or folders it has
//   runAs(folder, user, args)  runs it as the user with that number, and answers what it wrote to stdout
//   terminate(running)         sends SIGTERM to the connector, and answers the exit code that `running` must have then
//   strictRun(folder, args)    runs it so that writing outside the temporary folder does not go unnoticed: what it wrote to
//                              stdout, which rules it broke, and what that proves
//   remove()                   takes away what build() left
import { existsSync } from 'node:fs';
import { outputOf, root, run } from '../clients/processes.mjs';
import { toolEngine } from './tool-engine.mjs';

/** The engine of this machine; undefined if there is none. */
export async function findEngine(signal) {
  const docker = await run('docker', ['info'], { signal }).catch(() => ({ exitCode: null }));
  if (docker.exitCode === 0) return dockerEngine(signal);
  const tool = process.env.BUILD_IMAGE;
  if (!tool) return undefined;
  if (!existsSync(tool)) throw new Error(`BUILD_IMAGE names ${tool}, which is not there.`);
  return toolEngine(tool, signal);
}

function dockerEngine(signal) {
  const image = 'source-devin:smoke-test';
  const container = `source-devin-smoke-test-${process.pid}`;
  const base = (folder) => ['run', '--rm', '--network', 'host', '--volume', `${folder}:/data:ro`];
  const strict = '--read-only --cap-drop ALL --security-opt no-new-privileges'.split(' ');
  const docker = (...args) => outputOf('docker', args, { signal });
  const shell = (folder, script) =>
    docker(...base(folder), '--entrypoint', 'sh', image, '-c', script).then((text) =>
      text.split(/\s+/).filter(Boolean),
    );
  return {
    name: 'docker',
    build: () => docker('build', '--quiet', '--tag', image, root),
    command: (folder, args) => ['docker', [...base(folder), '--name', container, image, ...args]],
    inspect: async (folder) => {
      const [{ Config: config }] = JSON.parse(await docker('image', 'inspect', image));
      const env = Object.fromEntries(config.Env.map((line) => line.split(/=([^]*)/)));
      const [userName] = await shell(folder, 'id -un');
      const { Entrypoint: entryPoint, User: user, Labels: labels } = config;
      return { entryPoint: entryPoint.join(' '), env, user, userName, labels };
    },
    writable: (folder) => shell(folder, 'find /airbyte -mindepth 1 -writable'),
    lacks: (folder, programs) =>
      shell(folder, `for each in ${programs.join(' ')}; do command -v $each > /dev/null || echo $each; done`),
    terminate: async () => {
      await docker('kill', '--signal', 'TERM', container);
      return 143;
    },
    present: (folder, files) => shell(folder, `ls -d ${files.join(' ')} 2> /dev/null || true`),
    runAs: (folder, user, args) => docker(...base(folder), ...strict, '--user', `${user}`, image, ...args),
    strictRun: async (folder, args) => {
      const stdout = await docker(...base(folder), ...strict, image, ...args);
      return { stdout, broken: [], proof: 'its root was read-only, and it had no capability' };
    },
    remove: () => docker('image', 'rm', image),
  };
}
