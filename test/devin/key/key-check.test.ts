import nock from 'nock';
import type { Outcome } from '../../../src/devin/error-facts';
import type { DevinError } from '../../../src/devin/errors';
import { apiUrl, failureOf, recordRequests, watchedClient } from '../transcript';
import { reachOnlyNock } from '../../nock-only';

const path = '/v3/enterprise/metrics/prs';
const self = '/v3/self';

reachOnlyNock();

function checkedClient() {
  const deaths: DevinError[] = [];
  return { ...watchedClient({ onRevokedKey: (error) => deaths.push(error) }), deaths };
}

/** Answers each path with these statuses in turn, the last one for ever; 0 alone breaks the connection. */
function devin(statuses: Readonly<Record<string, readonly number[]>>): string[] {
  const scope = nock(apiUrl).persist();
  for (const [each, list] of Object.entries(statuses)) {
    const left = [...list];
    const asked = scope.get(each).query(true);
    if (list[0] === 0) asked.replyWithError('socket hang up');
    else
      asked.reply(() => {
        const status = (left.length > 1 ? left.shift() : left[0]) ?? 200;
        return [status, status === 200 ? { items: [1], has_next_page: false } : {}];
      });
  }
  return recordRequests(scope);
}

describe('a 401', () => {
  it('that /v3/self also gets: the key was revoked', async () => {
    const asked = devin({ [path]: [401], [self]: [401] });
    const { client, deaths } = checkedClient();
    expect(await failureOf(client.get(path))).toMatchObject({ outcome: 'unauthorized' });
    expect(deaths).toHaveLength(1);
    expect(asked).toEqual([`GET ${path}`, `GET ${self}`]);
  });

  it.each([200, 403, 404])(
    'once, while /v3/self is answered %i: the request is retried and answered',
    async (status) => {
      const asked = devin({ [path]: [401, 200], [self]: [status] });
      const { client, deaths } = checkedClient();
      expect(await client.get(path)).toMatchObject({ items: [1] });
      expect(deaths).toEqual([]);
      expect(asked).toEqual([`GET ${path}`, `GET ${self}`, `GET ${path}`]);
    },
  );

  it('twice, while the key is valid: forbidden', async () => {
    const asked = devin({ [path]: [401], [self]: [200] });
    const { client, deaths } = checkedClient();
    const error = await failureOf(client.get(path));
    expect(error).toMatchObject({ outcome: 'forbidden', code: 'invalid_permissions', status: 401 });
    expect(deaths).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  it('in the middle of a list: only that page is requested again', async () => {
    const page = (query: Record<string, string | number>) => nock(apiUrl).get(path).query(query);
    page({ first: 200 }).reply(200, { items: [1], has_next_page: true, end_cursor: 'a' });
    page({ first: 200, after: 'a' }).reply(401, {});
    nock(apiUrl).get(self).reply(200, {});
    page({ first: 200, after: 'a' }).reply(200, { items: [2], has_next_page: false });
    const items: unknown[] = [];
    for await (const some of checkedClient().client.pages(path)) items.push(...some);
    expect(items).toEqual([1, 2]);
  });

  it.each<[string, number, Outcome]>([
    ['503', 503, 'server_error'],
    ['500', 500, 'server_error'],
    ['429', 429, 'rate_limited'],
    ['a broken connection', 0, 'network'],
  ])('while /v3/self always answers with %s: a temporary failure', async (_name, status, outcome) => {
    devin({ [path]: [401], [self]: [status] });
    const { client, deaths } = checkedClient();
    const error = await failureOf(client.get(path));
    expect(error).toMatchObject({
      outcome,
      failureType: 'transient_error',
      isPassing: true,
      usedUpItsTime: true,
    });
    expect(error.message).toContain(`GET ${self}`);
    expect(error.message).toContain(`this was asked because ${path} was answered 401 Unauthorized`);
    expect(deaths).toEqual([]);
  });

  it('while /v3/self is answered with 503 for some time: the request is retried after it', async () => {
    const asked = devin({ [path]: [401, 200], [self]: [503, 503, 200] });
    const { client } = checkedClient();
    expect(await client.get(path)).toMatchObject({ items: [1] });
    expect(asked).toEqual([path, self, self, self, path].map((each) => `GET ${each}`));
  });

  it('of many requests causes one key check', async () => {
    const asked = devin({ [path]: [401], [self]: [401] });
    const { client } = checkedClient();
    await Promise.all(Array.from({ length: 2 }, () => failureOf(client.get(path))));
    expect(asked.filter((each) => each === `GET ${self}`)).toHaveLength(1);
  });

  it('of /v3/self itself counts when it comes twice', async () => {
    const asked = devin({ [self]: [401] });
    const { client, deaths } = checkedClient();
    expect(await failureOf(client.get(self))).toMatchObject({ outcome: 'unauthorized' });
    expect(deaths).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it('causes no key check where none is configured', async () => {
    const asked = devin({ [path]: [401], [self]: [200] });
    expect(await failureOf(watchedClient().client.get(path))).toMatchObject({ outcome: 'unauthorized' });
    expect(asked).toHaveLength(1);
  });
});
