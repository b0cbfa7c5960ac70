import { Relay } from '../../../src/sync/fan-out/relay';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A list whose pages come when the test sends them. */
function sentList() {
  const pages: (string | Error)[] = [];
  let wake = (): void => undefined;
  const send = async (page: string | Error): Promise<void> => {
    pages.push(page);
    wake();
    await settled();
  };
  const list = async function* (): AsyncGenerator<string> {
    for (;;) {
      const page = pages.shift();
      if (page === 'end') return;
      if (page instanceof Error) throw page;
      if (page === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else yield page;
    }
  };
  return { send, list };
}

async function collect(from: AsyncIterable<string>, into: string[]): Promise<void> {
  for await (const page of from) into.push(page);
  into.push('end');
}

const asPage = (raw: string): string => raw.toUpperCase();

test('every reader gets every page as soon as it is read, also a late reader', async () => {
  const { send, list } = sentList();
  const relay = new Relay<string>();
  const [early, late]: string[][] = [[], []];
  void collect(relay.read(), early as string[]);
  const all = relay.take(list(), asPage);
  await send('a');
  expect(early).toEqual(['A']);
  await send('b');
  void collect(relay.read(), late as string[]);
  await settled();
  expect(late).toEqual(['A', 'B']);
  await send('end');
  expect([early, late]).toEqual([
    ['A', 'B', 'end'],
    ['A', 'B', 'end'],
  ]);
  expect([await all, relay.isWhole]).toEqual([['A', 'B'], true]);
});

test('a list that fails fails for who reads it, and ends for the others', async () => {
  const { send, list } = sentList();
  const relay = new Relay<string>();
  const seen: string[] = [];
  void collect(relay.read(), seen);
  const all = relay.take(list(), asPage).catch(String);
  await send('a');
  await send(new Error('no more pages'));
  expect(await all).toBe('Error: no more pages');
  expect([seen, relay.isWhole]).toEqual([['A', 'end'], false]);
});
