import VError from 'verror';
import { DevinError } from '../../src/devin/errors';
import { Failures, mostFailuresInARow } from '../../src/sync/failures';

const failure = new DevinError({
  outcome: 'server_error',
  status: 500,
  answered: '500 Internal Server Error',
});

function after(outcomes: readonly [id: string, error?: Error][]): Failures {
  const failures = new Failures();
  for (const [id, error] of outcomes) failures.note([id], error);
  return failures;
}

test('nothing failed: nothing is thrown', () => {
  const failures = after([['ada'], ['bela']]);
  expect(failures.tooMany).toBe(false);
  expect(() => failures.throwIfAny('members', 2)).not.toThrow();
});

test.each<[string, string[], RegExp]>([
  [
    'one',
    ['ada'],
    /^1 of 9 members could not be read \(ada\) and will be read from where they are next time: /,
  ],
  ['three', ['ada', 'bela', 'chidi'], /^3 of 9 members could not be read \(ada, bela, chidi\) and /],
  [
    'more',
    ['ada', 'bela', 'chidi', 'dunja'],
    /^4 of 9 members could not be read \(ada, bela, chidi, …\) and /,
  ],
])('%s failed: how many, of how many, who, and why', (_name, ids, sentence) => {
  const failures = after(ids.map((id) => [id, failure]));
  expect(() => failures.throwIfAny('members', 9)).toThrow(sentence);
  expect(() => failures.throwIfAny('members', 9)).toThrow(/500 Internal Server Error/);
  expect(() => failures.throwIfAny('members', 9)).not.toThrow(/were not asked/);
});

test('the first cause decides the code and who must act', () => {
  const second = new DevinError({ outcome: 'forbidden', status: 403 });
  const failures = after([['ada', failure], ['bela'], ['chidi', second]]);
  let thrown: unknown;
  try {
    failures.throwIfAny('members', 3);
  } catch (error) {
    thrown = error;
  }
  expect(VError.info(thrown as Error)).toMatchObject({ code: 'unreachable', failureType: 'transient_error' });
});

const many = (count: number): [string, Error][] =>
  Array.from({ length: count }, (_, index) => [`user-${index}`, failure]);

test.each<[string, [string, Error?][], boolean]>([
  ['one less than the limit', many(mostFailuresInARow - 1), false],
  ['as many as the limit', many(mostFailuresInARow), true],
  ['a success between them', [...many(mostFailuresInARow - 1), ['ada'], ...many(1)], false],
])('too many failures in a row: %s', (_name, outcomes, expected) => {
  expect(after(outcomes).tooMany).toBe(expected);
});

test('a request for several fails all of them, each once however often', () => {
  const failures = new Failures();
  failures.note(['ada', 'bela'], failure);
  failures.note(['bela'], failure);
  expect(failures.count).toBe(2);
  expect(() => failures.throwIfAny('members', 2)).toThrow(/^2 of 2 members could not be read \(ada, bela\)/);
});

test('a group that fails is one failure in a row', () => {
  const failures = new Failures();
  failures.note(
    many(50).map(([id]) => id),
    failure,
  );
  expect(failures.tooMany).toBe(false);
});

test('after too many failures in a row it says that the others were not asked', () => {
  const failures = after(many(mostFailuresInARow));
  expect(() => failures.throwIfAny('members', 50)).toThrow(
    /^20 of 50 .* after 20 failures in a row the others were not asked/,
  );
});
