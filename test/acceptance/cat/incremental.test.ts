import { isDeepStrictEqual } from 'node:util';
import type { Emulator } from '../../../emulator/emulator';
import { eagerStates } from '../eager-states';
import { coreStreams } from '../harness';
import type { Row, StreamState } from '../protocol';
import type { Run } from '../run';
import { checkpoints, mayFollow, type Checkpoint } from './checkpoints';
import { Connector, inMode, keyOf, startCatEmulator, type Configured } from './connector';
import { testsOf } from './settings';

describe.each(testsOf('incremental'))('%s', (_, { config_path: file, ...options }) => {
  let emulator: Emulator;
  let connector: Connector;
  let catalog: Configured[];
  let first: Run;

  beforeAll(async () => {
    emulator = await startCatEmulator();
    connector = new Connector(emulator, file);
    catalog = inMode(await connector.configuredCatalog(options.configured_catalog_path), 'incremental');
    first = await connector.read(catalog, { env: eagerStates });
  });
  afterAll(() => emulator.close());

  test('test_two_sequential_reads: a day later there are new records, and none older than the states', async () => {
    expect(first.exitCode).toBe(0);
    const { now } = emulator;
    emulator.setNow(new Date(Date.parse(now) + 86_400_000).toISOString());
    const second = await connector.read(catalog, { state: checkpoints(first).at(-1)?.states });
    emulator.setNow(now);
    expect(second.exitCode).toBe(0);
    const withNews: string[] = [];
    for (const { stream } of catalog) {
      const { name } = stream;
      const state = first.state(name);
      const known = new Map(first.records(name).map((row) => [keyOf(row, stream), row]));
      const rows = second.records(name);
      expect([name, known.size]).not.toEqual([name, 0]);
      expect([name, rows.filter((row) => !mayFollow(state, row, stream))]).toEqual([name, []]);
      expect([name, second.state(name)]).not.toEqual([name, state]);
      const isNews = (row: Row): boolean => !isDeepStrictEqual(known.get(keyOf(row, stream)), row);
      if (rows.some(isNews)) withNews.push(name);
    }
    expect(withNews).toEqual(expect.arrayContaining([...coreStreams]));
  });

  test('test_read_sequential_slices: each intermediate state reads the remaining records, and none older', async () => {
    const moments = checkpoints(first);
    const isPartOf = (name: string, { covered }: Checkpoint): boolean =>
      (covered[name] ?? 0) > 0 && (covered[name] ?? 0) < first.records(name).length;
    const readInParts = catalog
      .map(({ stream }) => stream.name)
      .filter((name) => moments.some((moment) => isPartOf(name, moment)));
    // By user; and where there are several windows of 90 days, by window.
    const isLong = options.configured_catalog_path !== undefined;
    const parts = isLong ? ['daily_user_consumption', 'daily_pr_metrics'] : ['daily_user_consumption'];
    expect(readInParts).toEqual(expect.arrayContaining(parts));
    for (const moment of moments) {
      const moved = catalog.filter(({ stream }) => moment.moved.has(stream.name));
      const replay = await connector.read(moved, { state: moment.states });
      expect(replay.exitCode).toBe(0);
      for (const each of moved) expectTheRest(each, moment, first, replay);
    }
  });

  const { future_state_path: futureState, missing_streams: missing = [] } = options.future_state ?? {};
  if (futureState !== undefined)
    test('test_state_with_abnormally_large_values: no records, and a state for each stream', async () => {
      const states = connector.file(futureState) as StreamState[];
      const named = [...states.map(({ stream }) => stream.stream_descriptor), ...missing];
      expect(named.map(({ name }) => name).sort()).toEqual(catalog.map(({ stream }) => stream.name).sort());
      const run = await connector.read(catalog, { state: states });
      expect(run.exitCode).toBe(0);
      for (const { stream } of catalog) {
        expect([stream.name, run.records(stream.name)]).toEqual([stream.name, []]);
        expect([stream.name, run.state(stream.name)]).not.toEqual([stream.name, undefined]);
      }
    });
});

/** Expected result of a replay: all records that the state does not cover, unchanged, and the same end. */
function expectTheRest(
  { stream }: Configured,
  { states, covered }: Checkpoint,
  first: Run,
  replay: Run,
): void {
  const { name } = stream;
  const rest = first.records(name).slice(covered[name]);
  const rows = new Map(replay.records(name).map((row) => [keyOf(row, stream), row]));
  expect([name, rest.map((row) => rows.get(keyOf(row, stream)))]).toEqual([name, rest]);
  const state = states.find((each) => each.stream.stream_descriptor.name === name)?.stream.stream_state;
  expect([name, [...rows.values()].filter((row) => !mayFollow(state, row, stream))]).toEqual([name, []]);
  expect([name, unordered(replay.state(name))]).toEqual([name, unordered(first.state(name))]);
}

/** A state whose ids are in one order. */
function unordered(state: Row = {}): Row {
  return { ...state, ...(Array.isArray(state.open) && { open: [...(state.open as string[])].sort() }) };
}
