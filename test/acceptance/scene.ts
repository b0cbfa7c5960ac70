import { parseDate } from '../../emulator/world/billing-days';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator';
import { Connection } from './connection';
import { discover, withEmulator, type ScopeName } from './harness';
import { neededEndpoints, type NeededEndpoint } from './needed-endpoints';
import { comparable } from './owed';
import { inOrder, expectedRows } from './owed-streams';
import type { CatalogStream, Row } from './protocol';
import type { Run } from './run';
import { skippedWaits } from './skipped-waits';

/** A whole month, so that months are counted, too. */
export const sceneConfig = {
  start_date: '2026-11-01',
  consumption_lookback_days: 2,
  metrics_lookback_days: 2,
};

/** Three people: one with a role of their own, one through a group, one both. */
const world: EmulatorOptions = { seed: 3, users: 3, now: '2026-12-01T09:00:00Z' };

/** One connection with every stream of a scope, and all expected rows. */
export interface Scene {
  readonly emulator: Emulator;
  readonly connection: Connection;
  readonly catalog: readonly CatalogStream[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly endpoints: readonly NeededEndpoint[];
}

/** The world is the same in every scene, so the truth is computed once. */
const expectedRowsIn = new Map<ScopeName, Scene['rows']>();

export async function withScene(scope: ScopeName, use: (scene: Scene) => Promise<void>): Promise<void> {
  const catalog = await discover(scope);
  const endpoints = neededEndpoints(scope);
  const streams = catalog.map(({ name }) => name);
  await withEmulator(world, async (emulator) => {
    const { people, serviceUsers } = emulator.world;
    serviceUsers.splice(2);
    // There is activity only at both ends of the month, which saves requests.
    const quiet = { from: parseDate('2026-11-03'), to: parseDate('2026-11-30') };
    for (const actor of [...people, ...serviceUsers]) actor.quiet = quiet;
    emulator.setNow('2026-12-01T10:39:14Z');
    const connection = await Connection.create(emulator, {
      ...{ scope, streams, config: sceneConfig, env: skippedWaits },
    });
    const rows =
      expectedRowsIn.get(scope) ?? expectedRows({ emulator, scope, config: sceneConfig }, streams).rows;
    expectedRowsIn.set(scope, rows);
    await use({ emulator, connection, catalog, rows, endpoints });
  });
}

/** All streams except the failed ones are complete and have exactly the expected rows, each once. */
export function expectTruth(run: Run, { catalog, rows }: Scene, failed: readonly string[] = []): void {
  for (const stream of catalog.filter(({ name }) => !failed.includes(name))) {
    const { name } = stream;
    expect([name, run.error(name)?.message, run.outcome(name)]).toEqual([name, undefined, 'COMPLETE']);
    expectRows(run.records(name), stream, rows);
  }
  expect(run.exitCode).toBe(failed.length === 0 ? 0 : 1);
}

export function expectRows(found: readonly Row[], stream: CatalogStream, rows: Scene['rows']): void {
  const { name } = stream;
  const compared = name === 'members' ? comparable(found) : found;
  expect([name, inOrder(compared, stream)]).toEqual([name, inOrder(rows[name] ?? [], stream)]);
}

/** Without the faults the next sync of what failed makes up for all that was missed. */
export async function expectMended(scene: Scene, failed: readonly string[]): Promise<void> {
  const { emulator, connection, catalog, rows } = scene;
  emulator.faults.clear();
  expect((await connection.sync({ streams: failed })).exitCode).toBe(0);
  for (const stream of catalog) expectRows(connection.destination.rows(stream.name), stream, rows);
}
