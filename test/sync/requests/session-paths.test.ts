import type { Outcome } from '../../../src/devin/error-facts';
import { SessionPaths } from '../../../src/sync/requests/session-paths';
import { refusal } from '../scripted-devin';

/** Requests that end when the test says so. */
class Wire {
  readonly asked: string[] = [];
  private readonly open = new Map<
    string,
    { answer: (rows: number) => void; refuse: (error: Error) => void }
  >();

  readonly request = (path: string): Promise<number> => {
    this.asked.push(path);
    return new Promise((answer, refuse) => this.open.set(path, { answer, refuse }));
  };

  async answer(path: string, rows: number): Promise<void> {
    this.open.get(path)?.answer(rows);
    await settled();
  }

  async refuse(path: string, outcome: Outcome): Promise<void> {
    this.open.get(path)?.refuse(refusal(outcome));
    await settled();
  }
}

/** Lets everything that waits for nothing happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Asks for sessions at the same time. */
async function asking(ids: readonly string[]) {
  const paths = new SessionPaths([(id) => `/${id}`]);
  const wire = new Wire();
  const answers = ids.map((id) =>
    paths.ask({ id, orgId: null }, wire.request, (rows) => rows > 0).catch((error: unknown) => error),
  );
  await settled();
  return { wire, answers: Promise.all(answers) };
}

test('sessions are tried one at a time until one has content, and then all at once', async () => {
  const { wire, answers } = await asking(['a', 'b', 'c', 'd']);
  expect(wire.asked).toEqual(['/devin-a']);
  await wire.answer('/devin-a', 0);
  expect(wire.asked).toEqual(['/devin-a', '/a']);
  await wire.answer('/a', 0);
  expect(wire.asked).toEqual(['/devin-a', '/a', '/devin-b']);
  await wire.refuse('/devin-b', 'not_found');
  await wire.answer('/b', 2);
  expect(wire.asked).toEqual(['/devin-a', '/a', '/devin-b', '/b', '/c', '/d']);
  await wire.answer('/c', 0);
  await wire.answer('/d', 4);
  expect(await answers).toEqual([0, 2, 0, 4]);
});

test.each(['server_error', 'network', 'timeout'] as const)(
  'after a %s, which may have taken minutes, no session waits for another',
  async (outcome) => {
    const { wire } = await asking(['a', 'b', 'c']);
    await wire.refuse('/devin-a', outcome);
    expect(wire.asked).toEqual(['/devin-a', '/devin-b', '/devin-c']);
    await wire.answer('/devin-b', 0);
    expect(wire.asked).toEqual(['/devin-a', '/devin-b', '/devin-c', '/b']);
  },
);

test('after 20 sessions without content no session waits for another, and an empty answer is still doubted', async () => {
  const ids = Array.from({ length: 22 }, (_, index) => `id-${index}`);
  const { wire, answers } = await asking(ids);
  for (let next = 0; next < 20 * 2; next += 1) await wire.answer(wire.asked[next] ?? '', 0);
  expect(wire.asked.slice(20 * 2)).toEqual(['/devin-id-20', '/devin-id-21']);
  await wire.answer('/devin-id-20', 0);
  await wire.answer('/devin-id-21', 0);
  await wire.answer('/id-20', 0);
  await wire.answer('/id-21', 3);
  expect(await answers).toEqual([...ids.slice(1).map(() => 0), 3]);
});

test('if every path refuses, the most telling refusal is the failure', async () => {
  const { wire, answers } = await asking(['a']);
  await wire.refuse('/devin-a', 'not_found');
  await wire.refuse('/a', 'forbidden');
  expect(await answers).toEqual([expect.objectContaining({ outcome: 'forbidden' })]);
});
