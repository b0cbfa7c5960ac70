import VError from 'verror';
import type { DevinClient } from '../../../src/devin/calls';
import type { ReadContext } from '../../../src/sync/define';
import { listed } from '../../../src/sync/fan-out/listed-subjects';
import { snapshotStream } from '../../../src/sync/shapes/snapshot';
import { syncOf } from '../read-context';
import { refusal } from '../scripted-devin';

interface Row {
  thing_id: string;
  name: string;
}

const permission = { enterprise: { name: 'ViewThings' } };
const things = snapshotStream<Row>({
  ...{ name: 'odd_things', description: 'Things.', scopes: ['enterprise'], primaryKey: ['thing_id'] },
  ...{ permission, endpoint: '/things', probes: () => [] },
  path: () => '/things',
  query: { include_inactive: true },
  row: (item) => ({ thing_id: String(item), name: `thing ${String(item)}` }),
});

/** A wire with lists of pages, one list after the other. */
function lists(...readings: string[][][]): { client: DevinClient; asked: unknown[] } {
  const asked: unknown[] = [];
  const client: DevinClient = {
    ...syncOf().context.client,
    async *pages(path, query) {
      asked.push([path, query]);
      for (const page of readings[asked.length - 1] ?? []) {
        await Promise.resolve();
        if (page.includes('broken')) throw refusal('forbidden');
        yield page;
      }
    },
  };
  return { client, asked };
}

async function read(context: ReadContext): Promise<Row[][]> {
  const batches: Row[][] = [];
  const { state, rows } = things.open(context);
  for await (const batch of rows) batches.push([...batch]);
  expect(state).toEqual({});
  return batches;
}

describe('a snapshot', () => {
  it('emits every item once, however the pages overlap', async () => {
    const { client, asked } = lists([['a', 'b'], ['b', 'c', 'c'], ['a']]);
    const batches = await read(syncOf({ client }).context);
    expect(batches.map((batch) => batch.map(({ name }) => name))).toEqual([
      ['thing a', 'thing b'],
      ['thing c'],
      [],
    ]);
    expect(asked).toEqual([['/things', { include_inactive: true }]]);
  });

  it('ignores a state', async () => {
    const { client } = lists([['a']]);
    expect(await read(syncOf({ client, incomingState: { anything: 1 } }).context)).toEqual([
      [{ thing_id: 'a', name: 'thing a' }],
    ]);
  });
});

describe('the items of a snapshot for another stream', () => {
  it('are found by id', async () => {
    const { client, asked } = lists([['a'], ['b']]);
    expect((await listed(things, syncOf({ client }).context, [])).subjects).toEqual(
      new Map([
        ['a', { thing_id: 'a', name: 'thing a' }],
        ['b', { thing_id: 'b', name: 'thing b' }],
      ]),
    );
    expect(asked).toEqual([['/things', { include_inactive: true }]]);
  });

  it('are read twice before one is treated as deleted', async () => {
    const { client, asked } = lists([['a']], [['a', 'b']]);
    const { subjects } = await listed(things, syncOf({ client }).context, ['a', 'b']);
    expect([...subjects.keys()]).toEqual(['a', 'b']);
    expect(asked).toHaveLength(2);
  });

  it('that cannot be read give an error with the permission of the list', async () => {
    const { client } = lists([['a'], ['broken']]);
    const error: unknown = await listed(things, syncOf({ client }).context, []).catch(
      (each: unknown) => each,
    );
    expect((error as Error).message).toMatch(/The stream odd_things cannot be listed/);
    expect(VError.info(error as Error)).toMatchObject({ permission, failureType: 'config_error' });
  });
});
