import { atMost } from '../../../src/devin/limits/concurrency-limit';
import type { DevinClient } from '../../../src/devin/calls';

/** A client whose calls end when they are told to. */
class HeldClient implements DevinClient {
  readonly requestCount = 7;
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

test('so many calls are under way, the others begin in order as those end, well or not', async () => {
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
  inner.end('f');
  expect(await later).toBe('f');
});

test('lists and the count of requests are those of the client', async () => {
  const client = atMost(1, new HeldClient());
  expect((await client.pages('list').next()).value).toEqual(['list']);
  expect(client.requestCount).toBe(7);
});
