import type { Getter } from '../../../src/devin/calls';
import { byDeadline } from '../../../src/devin/limits/deadline';
import { DevinError } from '../../../src/devin/errors';
import { VirtualTime } from './virtual-time';

const path = '/v3/self';

/** A client that answers after the given time, with a deadline of 25 seconds, perhaps after a 429. */
function clientThatTakes(ms: number, isLimited = false): { time: VirtualTime; client: Getter } {
  const time = new VirtualTime();
  const get = () => time.sleep(ms).then(() => 'an answer');
  const deadline = {
    withinMs: 25_000,
    host: 'api.devin.test',
    isLimited: () => isLimited,
    sleep: time.sleep,
  };
  return { time, client: byDeadline({ get }, deadline) };
}

test('an answer in time is the answer', async () => {
  const { time, client } = clientThatTakes(24_000);
  expect(await time.until(client.get(path))).toBe('an answer');
});

test.each([
  ['timeout', 'unreachable', false],
  ['rate_limited', 'rate_limited', true],
])('a call that takes longer ends as %s at the deadline', async (outcome, code, isLimited) => {
  const { time, client } = clientThatTakes(26_000, isLimited);
  const startMs = time.now();
  const error: unknown = await time.until(client.get(path)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DevinError);
  expect(error).toMatchObject({ outcome, code, failureType: 'transient_error' });
  expect((error as Error).message).toContain(`GET ${path}: nothing more is waited for after 25 s`);
  expect(time.now() - startMs).toBe(25_000);
});

test('all calls share one deadline, whenever they start', async () => {
  const { time, client } = clientThatTakes(20_000);
  const startMs = time.now();
  await time.until(client.get(path));
  await expect(time.until(client.get(path))).rejects.toMatchObject({ outcome: 'timeout' });
  expect(time.now() - startMs).toBe(25_000);
});
