import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { defaultSwitches, switchChoices } from '../../emulator/world/switch-choices';
import { questions } from '../../src/diagnose/questions/index';
import { unasked } from '../../src/diagnose/unasked';
import { diagnosed, type Diagnosis } from './diagnosed';
import { everySwitch, namedBy, type Named } from './switch-questions';

const now = '2026-11-21T09:00:00Z';
const later = '2026-11-22T09:00:00Z';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ users: 12, now });
});
beforeEach(() => {
  Object.assign(emulator.switches, defaultSwitches());
  emulator.setNow(now);
  emulator.resetLog();
});
afterAll(() => emulator.close());

type ScopeName = 'enterprise' | 'organization';

/** The second of two runs, a day apart. So every question has what it needs. */
async function diagnosedTwice(scope: ScopeName = 'enterprise'): Promise<Diagnosis> {
  const folder = mkdtempSync(path.join(tmpdir(), 'readings-'));
  const options = { readings: path.join(folder, 'readings.json') };
  try {
    await diagnosed(emulator, { scope, options });
    emulator.setNow(later);
    emulator.resetLog();
    return await diagnosed(emulator, { scope, options });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The answers that are expected under these switches. */
function expectNamed(diagnosis: Diagnosis, expected: Named): void {
  const found = Object.fromEntries(Object.keys(expected).map((id) => [id, diagnosis.answer(id).value]));
  expect(found).toEqual(expected);
}

test.each(['enterprise', 'organization'] as const)(
  'in %s scope, every answer is as assumed under the default switches, with at most 80 requests',
  async (scope) => {
    const { data } = await diagnosedTwice(scope);
    expect(data.questions.filter(({ verdict }) => verdict !== 'as_assumed')).toEqual([]);
    expect(emulator.requests.length).toBeLessThanOrEqual(80);
    expect(emulator.maxInFlight).toBeLessThanOrEqual(4);
    expect(emulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  },
);

test('every switch of the emulator has a question, or a reason why there is none', () => {
  const reasons = unasked.map(({ id }) => id);
  const ids = questions.map(({ id }) => id);
  expect(Object.keys(switchChoices).filter((name) => !(name in namedBy))).toEqual([]);
  for (const each of Object.values(namedBy)) {
    if ('reason' in each) expect(reasons).toContain(each.reason);
    else expect(ids).toContain(each.question);
  }
});

test.each(everySwitch)('the switch %s at %s is named', async (name, value, expected) => {
  Object.assign(emulator.switches, { [name]: value });
  expectNamed(name === 'settle' ? await diagnosedTwice() : await diagnosed(emulator), expected);
});
