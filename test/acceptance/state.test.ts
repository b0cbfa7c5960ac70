import type { Emulator } from '../../emulator/emulator';
import { Connection } from './connection';
import { coreStreams, read, withEmulator } from './harness';
import { comparable, ordered, expectedConsumption, expectedMembers, expectedMetrics, plusDays } from './owed';
import type { Row, StreamState } from './protocol';
import type { Run } from './run';

const config = { start_date: '2026-11-01', consumption_lookback_days: 7, metrics_lookback_days: 10 };
const history = { from: '2026-11-01', lookbackDays: 7 };

/** Counts the records of each stream. */
function counts(run: Run): number[] {
  return coreStreams.map((name) => run.records(name).length);
}

/** Everything that a first sync must emit. */
function expectEverything(run: Run, emulator: Emulator): void {
  expect(run.exitCode).toBe(0);
  expect(ordered(comparable(run.records('members')))).toEqual(
    ordered(expectedMembers(emulator, 'enterprise')),
  );
  expect(ordered(run.records('daily_user_consumption'))).toEqual(
    ordered(expectedConsumption(emulator, 'enterprise', history)),
  );
  expect(run.records('daily_pr_metrics')).toEqual(
    expectedMetrics(emulator, 'enterprise', { from: '2026-11-01', lookbackDays: 10 }),
  );
}

function changed(states: readonly StreamState[], change: (state: Row) => Row): StreamState[] {
  return states.map((state) => ({
    ...state,
    stream: { ...state.stream, stream_state: change(structuredClone(state.stream.stream_state)) },
  }));
}

describe('input', () => {
  const streamStates = (stream: object): unknown =>
    coreStreams.map((name) => ({ type: 'STREAM', stream: { stream_descriptor: { name }, ...stream } }));

  it.concurrent.each<[name: string, state: unknown]>([
    ['no --state at all', undefined],
    ['[]', []],
    ['{}', {}],
    ['null', null],
    ['stream states of {}', streamStates({ stream_state: {} })],
    ['stream states of null', streamStates({ stream_state: null })],
    ['no stream_state at all', streamStates({})],
  ])('%s counts as no state: everything is read', (_, state) =>
    withEmulator({}, async (emulator) => {
      expectEverything(await read({ emulator, config, state }), emulator);
    }),
  );

  it.concurrent(
    'is understood in each form, bare or in STATE messages, with or without extra properties',
    () =>
      withEmulator({}, async (emulator) => {
        const connection = await Connection.create(emulator, { config });
        await connection.sync();
        const { states } = connection;
        const shapes: unknown[] = [
          states,
          states.map((state) => ({ type: 'STATE', state })),
          states.map(({ type, stream }) => ({ type, stream })),
          // A platform that keeps all states puts an older state of the same stream first.
          [...changed(states, (state) => ({ ...state, scope_id: 'org-other' })), ...states],
          states.map((state) => ({ ...state, id: 7, destinationStats: { recordCount: 3 } })),
        ];
        const runs = await Promise.all(shapes.map((state) => read({ emulator, config, state })));
        expect(runs.map(counts)).toEqual(shapes.map(() => [0, 7 * 8, 10]));
      }),
  );

  it.concurrent('may be the state of one stream that is not in a list', () =>
    withEmulator({}, async (emulator) => {
      const connection = await Connection.create(emulator, { config, streams: ['daily_pr_metrics'] });
      await connection.sync();
      const [state] = connection.states;
      for (const shape of [state, { type: 'STATE', state }]) {
        const run = await read({ emulator, config, streams: ['daily_pr_metrics'], state: shape });
        expect(run.records('daily_pr_metrics')).toHaveLength(10);
      }
    }),
  );
});

it.concurrent('a state of another scope is not used, and a warning names both scopes', () =>
  withEmulator({}, async (emulator) => {
    const connection = await Connection.create(emulator, { config });
    await connection.sync();
    const states = changed(connection.states, (state) => ({ ...state, scope_id: 'org-elsewhere' }));
    const run = await read({ emulator, config, state: states });
    expectEverything(run, emulator);
    expect(run.logs('WARN')).toEqual(
      coreStreams.map((): unknown => expect.stringMatching(/org-elsewhere.*enterprise@127\.0\.0\.1/)),
    );
    expect(run.state('members')).toMatchObject({ scope_id: `enterprise@127.0.0.1:${emulator.port}` });
  }),
);

it.concurrent('a state of an organization is not used when the connection now reads the enterprise', () =>
  withEmulator({}, async (emulator) => {
    const organization = await Connection.create(emulator, { config, scope: 'organization' });
    await organization.sync();
    expect(organization.state('members')).toMatchObject({ scope_id: emulator.orgId });
    expectEverything(await read({ emulator, config, state: organization.states }), emulator);
  }),
);

it.concurrent('a state in the future reads nothing, is kept, and gives a warning', () =>
  withEmulator({}, async (emulator) => {
    const connection = await Connection.create(emulator, { config });
    await connection.sync();
    const later = (day: unknown): string => plusDays(String(day), 365);
    const states = changed(connection.states, (state) => {
      if (typeof state.synced_through === 'string') state.synced_through = later(state.synced_through);
      else if (state.synced_through) {
        const days = Object.entries(state.synced_through);
        state.synced_through = Object.fromEntries(days.map(([id, day]) => [id, later(day)]));
      }
      return state;
    });
    const run = await read({ emulator, config, state: states });
    expect(run.exitCode).toBe(0);
    expect(counts(run)).toEqual([0, 0, 0]);
    for (const stream of ['daily_user_consumption', 'daily_pr_metrics']) {
      const given = states.find((state) => state.stream.stream_descriptor.name === stream);
      expect(run.state(stream)).toEqual(given?.stream.stream_state);
    }
    expect(run.logs('WARN').sort()).toEqual([
      expect.stringMatching(/daily_pr_metrics: .* after the last day to read, 2026-11-20/),
      expect.stringMatching(/daily_user_consumption: .* 8 .* after the last day to read, 2026-11-20/),
    ]);
  }),
);

it.concurrent('a state in the future for one user only: the others are read', () =>
  withEmulator({}, async (emulator) => {
    const connection = await Connection.create(emulator, { config });
    await connection.sync();
    const userId = String(expectedMembers(emulator, 'enterprise')[0]?.user_id);
    const states = changed(connection.states, (state) => {
      if (typeof state.synced_through === 'object')
        Object.assign(state.synced_through as object, { [userId]: '2027-01-01' });
      return state;
    });
    const run = await read({ emulator, config, state: states });
    expect(run.records('daily_user_consumption')).toHaveLength(7 * 7);
    expect(run.records('daily_user_consumption').map((row) => row.user_id)).not.toContain(userId);
    expect(run.state('daily_user_consumption')?.synced_through).toMatchObject({ [userId]: '2027-01-01' });
  }),
);

it.concurrent('the state never moves back when the clock does', () =>
  withEmulator({}, async (emulator) => {
    const connection = await Connection.create(emulator, { config });
    await connection.sync();
    const before = connection.states;
    const run = await connection.sync({ now: '2026-11-19T09:00:00Z' });
    expect(counts(run)).toEqual([0, 0, 0]);
    for (const { stream } of before)
      expect(connection.state(stream.stream_descriptor.name)).toEqual(stream.stream_state);
  }),
);
