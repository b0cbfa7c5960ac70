import { readConsumption } from '../../../src/sync/requests/consumption';
import { syncOf } from '../read-context';
import { consumed, ScriptedDevin } from '../scripted-devin';

const path = '/v3/enterprise/consumption/daily';
const window = { from: '2026-11-10', to: '2026-11-12' };

const read = (consumption_by_date: unknown) =>
  readConsumption(
    syncOf({ client: new ScriptedDevin(() => ({ consumption_by_date })) }).context,
    path,
    window,
  );

test('the request starts a day before the window and ends with it, at 08:00Z', async () => {
  const client = new ScriptedDevin(() => ({ consumption_by_date: [] }));
  expect(await readConsumption(syncOf({ client }).context, path, window)).toEqual([]);
  expect(client.asked).toEqual([`${path} 2026-11-09T08 2026-11-13T08`]);
});

test('days come in order with every product, and rows outside the window are dropped', async () => {
  const days = await read([
    ...[consumed('2026-11-13', 9), consumed('2026-11-12', 0), consumed('2026-11-09', 9)],
    { ...consumed('2026-11-10', 2.5), acus_by_product: { devin: 2, harbor: 0.5, review: null } },
  ]);
  expect(days).toEqual([
    {
      date: '2026-11-10',
      own: {
        day_start_at: '2026-11-10T08:00:00Z',
        acus: 2.5,
        acus_by_product: { devin: 2, harbor: 0.5, review: null },
      },
    },
    {
      date: '2026-11-12',
      own: { day_start_at: '2026-11-12T08:00:00Z', acus: 0, acus_by_product: { devin: 0 } },
    },
  ]);
});

test.each([8, 7, 0])('a stamp at %d:00Z names its day and is kept unchanged', async (hour) => {
  const days = await read(
    ['2026-11-09', '2026-11-10', '2026-11-12', '2026-11-13'].map((day) => consumed(day, 1, hour)),
  );
  const time = `0${hour}:00:00Z`;
  expect(days.map(({ date, own }) => [date, own.day_start_at])).toEqual([
    ['2026-11-10', `2026-11-10T${time}`],
    ['2026-11-12', `2026-11-12T${time}`],
  ]);
});

test.each([[null], [[1]]])('products that are %p become null', async (acus_by_product) => {
  const [day] = await read([{ ...consumed('2026-11-10', 1), acus_by_product }]);
  expect(day?.own).toMatchObject({ acus: 1, acus_by_product: null });
});

test('numbers may be text, and a product that is not a number becomes null', async () => {
  const acus_by_product = { devin: '1.5', cascade: 'many', terminal: 2 };
  const [day] = await read([{ ...consumed('2026-11-10', 1), acus: '3.5', acus_by_product }]);
  expect(day?.own).toMatchObject({
    acus: 3.5,
    acus_by_product: { devin: 1.5, cascade: null, terminal: 2 },
  });
});

test('a product may have any name', async () => {
  const acus_by_product = JSON.parse('{"__proto__": 1, "constructor": 2}') as object;
  const [day] = await read([{ ...consumed('2026-11-10', 3), acus_by_product }]);
  expect(Object.entries(day?.own.acus_by_product ?? {})).toEqual([
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
  ['not a list', {}, 'no list as consumption_by_date'],
  ['a row that is not an object', ['2026-11-10'], 'no object as consumption_by_date'],
  [
    'a date in text',
    [{ ...consumed('2026-11-10', 1), date: '2026-11-10' }],
    'no time in Unix seconds in "date"',
  ],
  ['ACUs in words', [{ ...consumed('2026-11-10', 1), acus: 'one' }], 'no number in "acus"'],
  ['no ACUs', [{ ...consumed('2026-11-10', 1), acus: null }], 'no number in "acus"'],
  ['a day before 1970', [{ ...consumed('2026-11-10', 1), date: -1 }], 'no time in Unix seconds in "date"'],
  [
    'a day in milliseconds',
    [{ ...consumed('2026-11-10', 1), date: Date.parse('2026-11-10T08:00:00Z') }],
    'no time in Unix seconds in "date"',
  ],
])('an undocumented answer is refused: %s', async (_name, rows, problem) => {
  await expect(read(rows)).rejects.toMatchObject({
    outcome: 'malformed',
    message: expect.stringContaining(problem) as string,
  });
});

test('missing products become an empty object', async () => {
  const [day] = await read([{ ...consumed('2026-11-10', 1), acus_by_product: undefined }]);
  expect(day?.own).toMatchObject({ acus: 1, acus_by_product: {} });
});
