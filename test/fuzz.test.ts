import fc from 'fast-check';
import { streams } from '../src/streams';
import { fixturesOf, type Exchange, type Fixture } from './contract/fixture';
import { readStream } from './contract/reading';
import { apiUrl, Replay } from './contract/replay';
import { endpointOf, fieldNames, itemsOf, mustFail, nested, touched } from './contract/touch';
import { reachOnlyNock } from './nock-only';

/*
 * Anything in anything: in the recorded answers of every endpoint, any number of fields are left out, null, of any other
 * type, deep or long. Every sync ends by itself with a status; it fails only where a key, a cursor or what a stream counts was touched.
 */

reachOnlyNock();

interface Touch {
  readonly endpoint: string;
  readonly field: string;
  readonly value: unknown;
}

/** Whatever JSON can say. */
const odd = fc.oneof(
  ...[undefined, null, true, -1, 0.5, 1e300, '', '7', '-1.5', '1e3', 'many', [], {}].map((value) =>
    fc.constant(value),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 90, max: 1000 }).map(nested),
  fc.integer({ min: 1, max: 300_000 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 1, max: 20_000 }).map((length) => Array.from({ length }, () => [])),
);

const aTouchOf = ({ exchanges }: Fixture): fc.Arbitrary<Touch> =>
  fc.constantFrom(...exchanges.filter(({ status }) => status === undefined)).chain((exchange) => {
    const fields = [...new Set(itemsOf(exchange.answer).flatMap(fieldNames))];
    const endpoint = endpointOf(exchange);
    if (fields.length === 0) return fc.constant({ endpoint, field: 'new', value: 1_795_000_000 });
    return fc.record({ endpoint: fc.constant(endpoint), field: fc.constantFrom(...fields), value: odd });
  });

const all = streams.flatMap(({ name }) => fixturesOf(name).map((fixture) => ({ name, fixture })));
const cases = fc.constantFrom(...all).chain(({ name, fixture }) =>
  fc.record({
    name: fc.constant(name),
    fixture: fc.constant(fixture),
    touches: fc.array(aTouchOf(fixture), { minLength: 1, maxLength: 4 }),
  }),
);

test('a sync ends by itself, and fails only for its key, its cursor or its counts', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ name, fixture, touches }) => {
      const exchanges = touches.reduce<readonly Exchange[]>(
        (before, { endpoint, field, value }) => touched({ exchanges: before }, endpoint, field, () => value),
        fixture.exchanges,
      );
      new Replay(exchanges);
      const { statuses, failures } = await readStream({
        stream: name,
        fixture,
        apiUrl,
        syncMode: 'full_refresh',
      });
      expect(['COMPLETE', 'INCOMPLETE']).toContain(statuses.at(-1));
      if (statuses.at(-1) === 'COMPLETE') return;
      const isNeeded = touches.some(({ endpoint, field }) => mustFail(endpoint, field, 'touched', 'touched'));
      // What is counted otherwise is searched for otherwise, with requests that were not recorded.
      const isSearched = touches.some(({ endpoint }) => /^\/metrics\/(prs|sessions|usage)/.test(endpoint));
      const isSearch = failures.every(({ message }) => /400 Bad Request|ignores the filter/.test(message));
      // A list whose page is too large is read in smaller pages, which were not recorded either.
      const isLarge = touches.some(({ value }) => JSON.stringify([value]).length > 10_000);
      const isSmallerPage = failures.every(({ message }) => /fixture has no .*\bfirst=(?!200)/.test(message));
      const isUnrecorded = (isSearched && isSearch) || (isLarge && isSmallerPage);
      expect([failures, isNeeded || isUnrecorded]).toEqual([failures, true]);
    }),
    {
      numRuns: Number(process.env.FUZZ ?? 300),
      interruptAfterTimeLimit: 15_000,
      markInterruptAsFailure: false,
    },
  );
});
