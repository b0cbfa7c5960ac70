import { readConsumption } from '../../src/sync/consumption';
import { consumed, ScriptedDevin } from './scripted-devin';

const path = '/v3/enterprise/consumption/daily';
const window = { from: '2026-11-10', to: '2026-11-12' };

const read = (consumption_by_date: unknown) =>
  readConsumption(new ScriptedDevin(() => ({ consumption_by_date })), path, window);

test('the request begins a day before the window and ends with it, on 08:00Z', async () => {
  const client = new ScriptedDevin(() => ({ consumption_by_date: [] }));
  expect(await readConsumption(client, path, window)).toEqual([]);
  expect(client.asked).toEqual([`${path} 2026-11-09T08 2026-11-13T08`]);
});

test('days come in order, with every product, and what lies outside the window is dropped', async () => {
  const days = await read([
    ...[consumed('2026-11-13', 9), consumed('2026-11-12', 0), consumed('2026-11-09', 9)],
    { ...consumed('2026-11-10', 2.5), acus_by_product: { devin: 2, harbor: 0.5, review: null } },
  ]);
  expect(days).toEqual([
    {
      day: '2026-11-10',
      startAt: '2026-11-10T08:00:00Z',
      acus: 2.5,
      acusByProduct: { devin: 2, harbor: 0.5, review: null },
    },
    { day: '2026-11-12', startAt: '2026-11-12T08:00:00Z', acus: 0, acusByProduct: { devin: 0 } },
  ]);
});

test.each([8, 7, 0])('a stamp at %d:00Z names its day, and is kept as it is', async (hour) => {
  const days = await read(
    ['2026-11-09', '2026-11-10', '2026-11-12', '2026-11-13'].map((day) => consumed(day, 1, hour)),
  );
  const time = `0${hour}:00:00Z`;
  expect(days.map(({ day, startAt }) => [day, startAt])).toEqual([
    ['2026-11-10', `2026-11-10T${time}`],
    ['2026-11-12', `2026-11-12T${time}`],
  ]);
});

test.each([[undefined], [null]])('products that are %p are none', async (acus_by_product) => {
  const [day] = await read([{ ...consumed('2026-11-10', 1), acus_by_product }]);
  expect(day?.acusByProduct).toEqual({});
});

test('a product may have any name', async () => {
  const acus_by_product = JSON.parse('{"__proto__": 1, "constructor": 2}') as object;
  const [day] = await read([{ ...consumed('2026-11-10', 3), acus_by_product }]);
  expect(Object.entries(day?.acusByProduct ?? {})).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ]);
});

test.each<[string, unknown, string]>([
  [
    'two rows for a day',
    [consumed('2026-11-10', 1), consumed('2026-11-10', 2, 0)],
    'two rows for 2026-11-10',
  ],
  ['no list', {}, 'no list as consumption_by_date'],
  ['a row that is none', ['2026-11-10'], 'no object as consumption_by_date'],
  ['a date in text', [{ ...consumed('2026-11-10', 1), date: '2026-11-10' }], 'no whole number in "date"'],
  ['ACUs in text', [{ ...consumed('2026-11-10', 1), acus: '1' }], 'no number in "acus"'],
  ['no ACUs', [{ ...consumed('2026-11-10', 1), acus: null }], 'no number in "acus"'],
  ['a day before 1970', [{ ...consumed('2026-11-10', 1), date: -1 }], 'not in Unix seconds'],
  [
    'a day in milliseconds',
    [{ ...consumed('2026-11-10', 1), date: Date.parse('2026-11-10T08:00:00Z') }],
    'not in Unix seconds',
  ],
  [
    'a product in text',
    [{ ...consumed('2026-11-10', 1), acus_by_product: { devin: '1' } }],
    'no number in "devin"',
  ],
  [
    'products in a list',
    [{ ...consumed('2026-11-10', 1), acus_by_product: [1] }],
    'no object as acus_by_product',
  ],
])('not as documented: %s', async (_name, rows, problem) => {
  await expect(read(rows)).rejects.toMatchObject({
    outcome: 'malformed',
    message: expect.stringContaining(problem) as string,
  });
});
