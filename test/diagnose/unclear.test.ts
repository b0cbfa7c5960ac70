import type { Emulator } from '../../emulator/emulator';
import type { FaultKind } from '../../emulator/faults/fault-kinds';
import { startEmulator } from '../../emulator/server';
import { diagnosed } from './diagnosed';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ users: 12 });
});
beforeEach(() => {
  emulator.faults.clear();
  emulator.resetLog();
});
afterAll(() => emulator.close());

/** Everything but who the key is. */
const everythingElse = /^\/v3(?!\/self)/;

/** These need no other answer than the one about the key. */
const answeredAnyway = ['self-permission', 'clocks'];

/** A refusal of everything says nothing about the one thing that was asked. The form of errors can be seen. */
const refusals: [name: string, fault: FaultKind][] = [400, 403, 404, 418, 422].map((status) => [
  `${status} with JSON`,
  { kind: 'status', status },
]);

/** These are answered by a refusal. */
const refusalsAlone = ['error-body', 'fields', 'page-size'];
/** These ask for counts, which have no rows. */
const ofAggregates = ['taken-over', 'users-filter', 'zero-sizes'];

const noAnswer: [name: string, fault: FaultKind][] = [
  ['500', { kind: 'status', status: 500 }],
  ['a web page with 404', { kind: 'status', status: 404, body: 'html' }],
  ['a web page with 403', { kind: 'status', status: 403, body: 'html' }],
  ['a web page with 200', { kind: 'html200' }],
  ['JSON that is cut off', { kind: 'truncated-json' }],
  ['a broken connection', { kind: 'reset' }],
];

test.each(noAnswer)('if Devin answers with %s, no question has an answer', async (_name, fault) => {
  emulator.faults.add({ ...fault, path: everythingElse });
  const { data } = await diagnosed(emulator);
  const answered = data.questions.filter(({ value }) => value !== null).map(({ id }) => id);
  expect(answered.sort()).toEqual([...answeredAnyway].sort());
  expect(emulator.requests.length).toBeLessThanOrEqual(80);
});

test.each(refusals)(
  'if Devin answers everything with %s, no question has an answer',
  async (_name, fault) => {
    emulator.faults.add({ ...fault, path: everythingElse });
    const { data } = await diagnosed(emulator);
    const answered = data.questions.filter(({ value }) => value !== null).map(({ id }) => id);
    expect(answered.sort()).toEqual([...answeredAnyway, 'error-body'].sort());
  },
);

test.each(['wrong-types', 'missing-items'] as const)(
  'if every answer has another shape (%s), nothing is read out of it',
  async (kind) => {
    emulator.faults.add({ kind, path: everythingElse });
    const diagnosis = await diagnosed(emulator);
    const { data } = diagnosis;
    expect(diagnosis.answer('fields')).toMatchObject({ verdict: 'not_handled', value: 'different' });
    const shapeless = [
      ...refusalsAlone,
      ...answeredAnyway,
      ...(kind === 'missing-items' ? ofAggregates : []),
    ];
    const answered = data.questions.filter(({ value }) => value !== null).map(({ id }) => id);
    expect(answered.sort()).toEqual(shapeless.sort());
  },
);
