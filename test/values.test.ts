import { streams } from '../src/streams';
import { fixturesOf, type Fixture } from './contract/fixture';
import { readStream, type Read } from './contract/reading';
import { apiUrl, Replay } from './contract/replay';
import { endpointOf, fieldNames, itemsOf, mustFail, touched, touches } from './contract/touch';
import { reachOnlyNock } from './nock-only';

/*
 * Whatever Devin sends in a field: on each stream, each field of each endpoint that it reads is left out, made null, of
 * another type, deep and long. The stream fails only where its key, its cursor or what it counts is touched, and names the field;
 * otherwise the field alone is null, and one warning names it.
 */

reachOnlyNock();

interface Place {
  readonly endpoint: string;
  readonly field: string;
  readonly value: unknown;
}

/** Every field of every endpoint of a fixture, with a value that it has. */
function placesOf({ exchanges }: Fixture): Place[] {
  const places = new Map<string, Place>();
  for (const exchange of exchanges.filter(({ status }) => status === undefined)) {
    const endpoint = endpointOf(exchange);
    for (const item of itemsOf(exchange.answer)) {
      for (const field of fieldNames(item)) {
        const value = valueAt(item, field.split('.'));
        const known = places.get(`${endpoint} ${field}`)?.value ?? null;
        places.set(`${endpoint} ${field}`, { endpoint, field, value: known ?? value });
      }
    }
  }
  return [...places.values()];
}

function valueAt(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return valueAt((first as Record<string, unknown> | null | undefined)?.[name], rest);
}

/** Who there is to read something for is tried on the streams of these lists. */
const lists: readonly [RegExp, string][] = [
  [/^\/members\/(idp-)?users$/, 'members'],
  [/^\/members\/service-users$/, 'service_users'],
  [/^\/organizations$/, 'organizations'],
  [/^\/sessions$/, 'sessions'],
  [/^\/repositories$/, 'repositories'],
];

const everyCase = streams.flatMap(({ name }) => {
  const ownPlaces = (fixture: Fixture): Place[] =>
    placesOf(fixture).filter(({ endpoint }) =>
      lists.every(([pattern, stream]) => !pattern.test(endpoint) || stream === name),
    );
  // An organization has no list of Git connections of its own.
  const fixture = fixturesOf(name).findLast((each) => ownPlaces(each).length > 0) as Fixture;
  return ownPlaces(fixture).flatMap((place) =>
    Object.keys(touches).map((touch) => ({ name, fixture, touch, ...place })),
  );
});

/** Two touches of each field, each in its turn; all of them take minutes: that is for `npm run test:switches`. */
const cases = process.env.EVERY_VALUE
  ? everyCase
  : everyCase.filter((_, index) => [0, 2].includes((index + Math.floor(index / 5)) % 5));

test.each(cases)(
  '$name: $field of $endpoint $touch',
  async ({ name, fixture, endpoint, field, value, touch }) => {
    const exchanges = touched(fixture, endpoint, field, touches[touch] as (value: unknown) => unknown);
    new Replay(exchanges);
    const read = await readStream({ stream: name, fixture, apiUrl, syncMode: 'full_refresh' });
    if (mustFail(endpoint, field, value, touch)) {
      expect(read.statuses.at(-1)).toBe('INCOMPLETE');
      expect(read.failures).toEqual([
        {
          stream: name,
          failure_type: 'system_error',
          message: expect.stringContaining(`"${field}"`) as string,
        },
      ]);
      return;
    }
    expect(read.failures).toEqual([]);
    expect(read.statuses.at(-1)).toBe('COMPLETE');
    // Limits without ids cannot be told apart.
    if (endpoint.endsWith('/acu-limits/devin') && /^(org|user)_id$/.test(field)) return;
    expect(read.records).toHaveLength(fixture.records.length);
    expectNullOnly(read, fixture, { name, field }, touch);
  },
);

function expectNullOnly(
  read: Read,
  fixture: Fixture,
  { name, field }: { name: string; field: string },
  touch: string,
): void {
  const [before, after] = [fixture.records, read.records].map((records) => inOrder(records, name, field));
  const changed = after?.flatMap((record, index) => differences(before?.[index], record)) ?? [];
  const isText = touch === 'long' && changed.every(({ value }) => typeof value === 'string');
  const odd = changed.filter(({ value }) => !isText && value !== null && value !== 0);
  expect(odd.map(({ value }) => Array.isArray(value) && value.length === 0)).not.toContain(false);
  const named = read.log
    .filter((line) => line.startsWith('WARN '))
    .map((line) => /documented in "(.*)"/.exec(line)?.[1] ?? line);
  // An object without its fields lacks each of them; what else is odd is named once.
  const ofField = named.filter((name) => !name.startsWith(`${field}.`));
  expect(ofField.length).toBeLessThanOrEqual(1);
  expect(ofField.filter((name) => name !== field && !field.startsWith(`${name}.`))).toEqual([]);
  const isSent = touch !== 'dropped' && touch !== 'null';
  // Sizes that are left out are 0.
  // Another object may lack an optional field.
  const own = changed.filter(({ path }) => !path.includes(`.${field}.`));
  if (isSent && !isText && own.some(({ value: each }) => each !== 0)) expect(named.length).toBeGreaterThan(0);
}

/** By the primary key without the field that is touched. */
function inOrder(records: Fixture['records'], stream: string, touchedField: string): Fixture['records'] {
  const { primaryKey = [] } = streams.find(({ name }) => name === stream) ?? {};
  const names = primaryKey.filter((name) => name !== touchedField);
  const key = (record: Fixture['records'][number]) => JSON.stringify(names.map((name) => record[name]));
  return [...records].sort((one, other) => key(one).localeCompare(key(other)));
}

interface Difference {
  readonly path: string;
  readonly value: unknown;
}

/** The innermost values that differ. In `raw`, fields without a document may have any value. */
function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (path.endsWith('.raw')) return [];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const bothObjects = [before ?? {}, after].every((each) => typeof each === 'object' && each !== null);
  if (!bothObjects || (Array.isArray(after) && after.length === 0)) return [{ path, value: after ?? null }];
  const [one, other] = [before ?? {}, after] as [Record<string, unknown>, Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) =>
    differences(one[name], other[name], `${path}.${name}`),
  );
}
