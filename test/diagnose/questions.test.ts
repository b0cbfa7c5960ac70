import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { defaultSwitches } from '../../emulator/world/switch-choices';
import { diagnosed } from './diagnosed';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ users: 12 });
});
beforeEach(() => {
  Object.assign(emulator.switches, defaultSwitches());
  emulator.faults.clear();
  emulator.resetLog();
});
afterAll(() => emulator.close());

test.each(['enterprise', 'organization'] as const)(
  'in %s scope, every answer is as assumed under the default switches, with at most 80 requests',
  async (scope) => {
    const { data } = await diagnosed(emulator, { scope });
    expect(data.questions.filter(({ verdict }) => verdict !== 'as_assumed')).toEqual([]);
    expect(emulator.requests.length).toBeLessThanOrEqual(80);
    expect(emulator.maxInFlight).toBeLessThanOrEqual(4);
  },
);
