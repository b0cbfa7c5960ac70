import { atMost, mostWaitingCalls } from '../../../src/devin/limits/concurrency-limit';
import type { DevinClient, RequestOptions } from '../../../src/devin/calls';

/** A client whose calls end when the test ends them. */
class HeldClient implements DevinClient {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, (error?: Error) => void>();

  get(path: string): Promise<unknown> {
    this.begun.push(path);
    return new Promise((resolve, reject) => {
      this.ends.set(path, (error) => (error ? reject(error) : resolve(path)));
    });
  }

  async *pages(path: string): AsyncGenerator<unknown[]> {
    yield Promise.resolve([path]);
  }

  end(path: string, error?: Error): void {
    this.ends.get(path)?.(error);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the given number of calls is in flight, and others start in order when those end or fail', async () => {
  const inner = new HeldClient();
  const client = atMost(2, inner);
  const calls = ['a', 'b', 'c', 'd', 'e'].map((path) =>
    client.get(path).catch((error: unknown) => String(error)),
  );
  await settled();
  expect(inner.begun).toEqual(['a', 'b']);
  inner.end('b', new Error('no'));
  await settled();
  expect(inner.begun).toEqual(['a', 'b', 'c']);
  inner.end('a');
  inner.end('c');
  await settled();
  expect(inner.begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  inner.end('d');
  inner.end('e');
  expect(await Promise.all(calls)).toEqual(['a', 'Error: no', 'c', 'd', 'e']);
  const later = client.get('f');
  await settled();
  inner.end('f');
  expect(await later).toBe('f');
});

test('lists come from the client', async () => {
  const client = atMost(1, new HeldClient());
  expect((await client.pages('list').next()).value).toEqual(['list']);
});

describe('a call that waits for its next attempt', () => {
  /** Calls with a path of `ill` wait until they are told to go on; the others are answered when they are told to. */
  function waitingClient() {
    const inner = new HeldClient();
    const waits: (() => void)[] = [];
    const get = async (
      path: string,
      _query?: object,
      { duringWait }: RequestOptions = {},
    ): Promise<unknown> => {
      const ended = inner.get(path);
      if (path.startsWith('ill')) await duringWait?.(new Promise<void>((resolve) => waits.push(resolve)));
      return ended;
    };
    return { inner, waits, client: atMost(2, { get, pages: inner.pages.bind(inner) }) };
  }

  test('gives its place to another one, and takes one again in order', async () => {
    const { inner, waits, client } = waitingClient();
    const calls = ['ill 1', 'ill 2', 'well 1', 'well 2', 'well 3'].map((path) => client.get(path));
    await settled();
    expect(inner.begun).toEqual(['ill 1', 'ill 2', 'well 1', 'well 2']);
    for (const wake of waits) wake();
    for (const path of ['ill 1', 'ill 2', 'well 1']) inner.end(path);
    await settled();
    expect(inner.begun).toContain('well 3');
    for (const path of ['well 2', 'well 3']) inner.end(path);
    expect(await Promise.all(calls)).toHaveLength(5);
  });

  test('keeps its place where many wait already, so that a server that is down is not asked for everybody', async () => {
    const { inner, client } = waitingClient();
    for (let index = 0; index < 100; index += 1) void client.get(`ill ${index}`);
    await settled();
    expect(inner.begun).toHaveLength(mostWaitingCalls + 2);
  });
});
