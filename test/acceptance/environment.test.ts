import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Connection } from './connection';
import { executable, run } from './executable';
import { check, configOf, discover, read, scopes, temporaryFiles, withEmulator } from './harness';
import { skippedWaits } from './skipped-waits';

describe('where Node may not generate code from strings', () => {
  const env = { NODE_OPTIONS: '--disallow-code-generation-from-strings' };

  it.concurrent('the flag works', () => {
    const probe = spawnSync(process.execPath, ['-e', 'new Function("return 1")'], { env, encoding: 'utf8' });
    expect(probe.stderr).toContain('EvalError');
    return Promise.resolve();
  });

  it.concurrent.each([[['spec']], [['--help']], [['--version']]])('%j works', async (args) => {
    const ended = await run(args, { env, isText: args[0] !== 'spec' });
    expect(ended.exitCode).toBe(0);
  });

  it.concurrent.each(scopes)('check, discover and two syncs of every stream work: %s', (scope) =>
    withEmulator({ users: 4 }, async (emulator) => {
      const config = configOf(emulator, scope);
      expect((await check(config, env)).connectionStatus.status).toBe('SUCCEEDED');
      const files = temporaryFiles({ config });
      const discovered = await run(['discover', '--config', files.config ?? ''], {
        env,
        onEnd: files.remove,
      });
      const streams = discovered.catalog.map(({ name }) => name);
      const more = { scope, streams, env, config: { start_date: '2026-11-17' } };
      const connection = await Connection.create(emulator, more);
      for (const sync of ['first', 'second']) {
        const ended = await connection.sync();
        expect([sync, ended.exitCode, ended.errors]).toEqual([sync, 0, []]);
      }
    }),
  );
});

describe('where the process may open only the files that it needs to start', () => {
  /** The smallest limit under which a command that sends nothing works. */
  let openFiles = 0;
  beforeAll(() => {
    const { config = '', remove } = temporaryFiles({
      config: { scope: 'enterprise', api_key: 'cog_nothing' },
    });
    const command = ['discover', '--config', config];
    const works = (limit: number): boolean =>
      spawnSync('/bin/sh', ['-c', `ulimit -n ${limit}; exec "$0" "$@"`, executable, ...command]).status === 0;
    openFiles = 8;
    while (!works(openFiles)) openFiles += 1;
    remove();
    expect(openFiles).toBeLessThan(100);
  });
  const noFiles = `--import=${pathToFileURL(path.join(__dirname, 'preloaded-no-files.mjs')).href}`;
  const words = /may not open more files and connections: raise its limit \(ulimit -n\)/;

  test.each(scopes)(
    'a read ends with a status for every stream, and an error gives the reason: %s',
    (scope) =>
      withEmulator({ users: 4, limits: { latencyMs: 30 } }, async (emulator) => {
        const streams = (await discover(scope)).map(({ name }) => name);
        const config = { start_date: '2026-11-17', num_workers: 64 };
        const ended = await read({ emulator, scope, streams, config, env: skippedWaits, openFiles });
        for (const stream of streams) expect(ended.outcome(stream)).toMatch(/^(COMPLETE|INCOMPLETE)$/);
        for (const error of ended.errors) {
          expect(error).toMatchObject({ failure_type: 'transient_error' });
          expect(error.message).toMatch(words);
        }
      }),
  );

  test.each(scopes)('and no connection: a read gives the reason for every stream: %s', (scope) =>
    withEmulator({ users: 4 }, async (emulator) => {
      const streams = (await discover(scope)).map(({ name }) => name);
      const env = { NODE_OPTIONS: `${skippedWaits.NODE_OPTIONS} ${noFiles}` };
      const ended = await read({ emulator, scope, streams, env, openFiles: 100 });
      for (const stream of streams) {
        expect(ended.outcome(stream)).toBe('INCOMPLETE');
        expect(ended.error(stream)).toMatchObject({ failure_type: 'transient_error' });
        expect(ended.error(stream)?.message).toMatch(words);
      }
      expect(emulator.requests).toEqual([]);
    }),
  );

  test('check gives the reason, too', () =>
    withEmulator({ users: 4, limits: { latencyMs: 30 } }, async (emulator) => {
      const files = temporaryFiles({ config: configOf(emulator, 'enterprise', { num_workers: 64 }) });
      const options = { openFiles, onEnd: files.remove };
      const ended = await run(['check', '--config', files.config ?? ''], options);
      expect(ended.exitCode).toBe(0);
      expect(ended.connectionStatus.message).toMatch(words);
    }));
});
