import { startEmulator } from '../../emulator/server';
import type { Emulator } from '../../emulator/emulator';
import { defaultSwitches } from '../../emulator/world/switch-choices';
import {
  combinations,
  isRefusal,
  missedBy,
  switchCases,
  type SwitchedCase,
} from '../acceptance/switch-values';
import { diagnosed } from './diagnosed';
import { namedTogether } from './switch-questions';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ users: 12 });
});
beforeEach(() => {
  Object.assign(emulator.switches, defaultSwitches());
  emulator.resetLog();
});
afterAll(() => emulator.close());

const combined = combinations(0, Number(process.env.COMBOS ?? 20));

/** Every switch is turned at once: to its first value, or to its second or third one if it has more. */
const allTurned = [0, 1, 2].map((turn): SwitchedCase => {
  const values = Object.entries(switchCases)
    .map(([name, { values: all }]) => [name, all[turn % all.length]])
    .filter(([name, value]) => !isRefusal({ [String(name)]: value }));
  return [`every switch turned, ${turn}`, Object.fromEntries(values) as SwitchedCase[1]];
});

test.each([...combined, ...allTurned])('%s', async (_name, switches) => {
  Object.assign(emulator.switches, switches);
  const diagnosis = await diagnosed(emulator);
  // The last question may find no requests left.
  const isOverLimit = diagnosis.answer('user-sum').why?.includes('limit') === true;
  if (isOverLimit) expect(emulator.requests.length).toBe(80);
  const named = namedTogether({ ...defaultSwitches(), ...switches });
  const expected = { ...named, ...(isOverLimit && { 'user-sum': null }) };
  const found = Object.fromEntries(Object.keys(expected).map((id) => [id, diagnosis.answer(id).value]));
  expect(found).toEqual(expected);
  expect(emulator.requests.length).toBeLessThanOrEqual(80);
});

test('the combinations have every value', () => {
  expect(missedBy(combined)).toEqual([]);
});
