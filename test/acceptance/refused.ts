import type { Emulator } from '../../emulator/emulator';
import { run } from './executable';
import { configOf, discover, temporaryFiles } from './harness';
import type { Run } from './run';

/** The command failed as a whole, by the user's doing, with one sentence or a few, and no request was made. */
export function expectRefused(ended: Run, emulator: Emulator, ...says: (string | RegExp)[]): void {
  expect(ended.exitCode).toBe(1);
  expect(ended.errors).toHaveLength(1);
  const [error] = ended.errors;
  expect(error).toEqual({
    message: expect.stringMatching(/^[A-Za-z_].{20,500}\.$/) as string,
    failure_type: 'config_error',
  });
  for (const said of says) expect(error?.message).toMatch(said);
  expect(emulator.requests).toEqual([]);
}

/** Runs a `read` with files as they are, good ones where they are left out. */
export async function readFiles(
  emulator: Emulator,
  files: Partial<Record<'config' | 'catalog' | 'state', string>>,
): Promise<Run> {
  const [stream] = await discover('enterprise');
  const good = temporaryFiles({
    config: configOf(emulator, 'enterprise'),
    catalog: { streams: [{ stream, sync_mode: 'incremental', destination_sync_mode: 'append' }] },
    state: [],
  });
  const { config, catalog, state } = { ...good, ...files };
  return run(['read', '--config', config ?? '', '--catalog', catalog ?? '', '--state', state ?? ''], {
    env: { SOURCE_DEVIN_NOW: emulator.now },
    onEnd: good.remove,
  });
}
