import VError from 'verror';
import { DevinError } from '../../../src/devin/errors';
import { Failures } from '../../../src/sync/fan-out/failures';

const failure = new DevinError({
  outcome: 'server_error',
  status: 500,
  answered: '500 Internal Server Error',
});

function after(outcomes: readonly [id: string, error: Error][]): Failures {
  const failures = new Failures();
  for (const [id, error] of outcomes) failures.note(id, error);
  return failures;
}

test('without a failure, nothing is thrown', () => {
  expect(() => after([]).throwIfAny('members', 2, false)).not.toThrow();
  expect(() => after([]).throwCause()).not.toThrow();
});

test.each<[string, string[], RegExp]>([
  ['one', ['ada'], /^1 of 9 members could not be read \(ada\); the next sync continues where they stopped: /],
  ['three', ['ada', 'bela', 'chidi'], /^3 of 9 members could not be read \(ada, bela, chidi\); /],
  ['more', ['ada', 'bela', 'chidi', 'dunja'], /^4 of 9 members could not be read \(ada, bela, chidi, …\); /],
])('%s failed: the error has the number, the total, the ids and the cause', (_name, ids, sentence) => {
  const failures = after(ids.map((id) => [id, failure]));
  expect(() => failures.throwIfAny('members', 9, false)).toThrow(sentence);
  expect(() => failures.throwIfAny('members', 9, false)).toThrow(/500 Internal Server Error/);
  expect(() => failures.throwIfAny('members', 9, false)).not.toThrow(/were not asked/);
});

const causes = {
  config_error: new DevinError({ outcome: 'forbidden', status: 403 }),
  system_error: new DevinError({ outcome: 'malformed' }),
  transient_error: failure,
};

test.each<[string, (keyof typeof causes)[], keyof typeof causes]>([
  ['only temporary causes', ['transient_error'], 'transient_error'],
  ['one that the user can fix', ['transient_error', 'system_error', 'config_error'], 'config_error'],
  ['one that only a new version can fix', ['transient_error', 'system_error'], 'system_error'],
])('the most urgent cause decides the failure type: %s', (_name, types, expected) => {
  const failures = after(types.map((type, index) => [`user-${index}`, causes[type]]));
  for (const run of [() => failures.throwIfAny('members', 3, false), () => failures.throwCause()]) {
    let thrown: unknown;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    expect(VError.info(thrown as Error)).toMatchObject({ failureType: expected });
  }
});

test('a slice that fails twice counts once, with its first failure', () => {
  const failures = after([
    ['ada', failure],
    ['ada', causes.config_error],
  ]);
  expect(failures.count).toBe(1);
  expect(() => failures.throwIfAny('members', 2, false)).toThrow(/^1 of 2 members .*500/);
});

test('after an outage, the error says that the others were not asked', () => {
  expect(() => after([['ada', failure]]).throwIfAny('members', 50, true)).toThrow(
    /^1 of 50 .*; Devin has stopped answering, so the others were not asked/,
  );
});
