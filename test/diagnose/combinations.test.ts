import { startEmulator } from '../../emulator/server';
import type { Emulator } from '../../emulator/emulator';
import { defaultSwitches } from '../../emulator/world/switch-choices';
import { combinations, missedBy } from '../acceptance/switch-values';
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

test.each(combined)('%s', async (_name, switches) => {
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
