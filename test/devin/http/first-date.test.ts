import nock from 'nock';
import { apiUrl, watchedClient } from '../transcript';
import { reachOnlyNock } from '../../nock-only';

const path = '/v3/self';

reachOnlyNock();

/** The times of Devin that the client reports for answers with these headers, one after the other. */
async function told(...answers: [status: number, headers: Record<string, string>][]): Promise<string[]> {
  const dates: string[] = [];
  const { client } = watchedClient({ onDate: (devinMs) => dates.push(new Date(devinMs).toISOString()) });
  for (const [status, headers] of answers) {
    nock(apiUrl).get(path).reply(status, {}, headers);
    await client.get(path, {}, { maxAttempts: 1 }).catch(() => undefined);
  }
  return dates;
}

const noon = 'Sat, 21 Nov 2026 12:00:00 GMT';
const later = 'Sat, 21 Nov 2026 12:34:56 GMT';

it.each([200, 302, 401, 403, 404, 429, 500, 503])('an answer %i gives the time', async (status) => {
  expect(await told([status, { Date: noon }])).toEqual(['2026-11-21T12:00:00.000Z']);
});

it('only the first one counts', async () => {
  expect(await told([200, { Date: noon }], [200, { Date: later }])).toEqual(['2026-11-21T12:00:00.000Z']);
});

it('the age of a cached answer counts', async () => {
  expect(await told([200, { Date: noon, Age: '90' }])).toEqual(['2026-11-21T12:01:30.000Z']);
});

it.each(['-90', 'old', '', '1e9', '9'.repeat(20)])('an age of %j is ignored', async (Age) => {
  expect(await told([200, { Date: noon, Age }])).toEqual(['2026-11-21T12:00:00.000Z']);
});

it.each([
  {},
  { Date: '' },
  { Date: 'soon' },
  { Date: '2026-11-21T12:00:00Z' },
  { Date: '12' },
  { Date: 'Thu, 01 Jan 1970 00:00:07 GMT' },
])('%j is not a time: the next answer may have one', async (headers) => {
  expect(await told([200, headers as Record<string, string>])).toEqual([]);
  expect(await told([200, headers as Record<string, string>], [200, { Date: later }])).toEqual([
    '2026-11-21T12:34:56.000Z',
  ]);
});
