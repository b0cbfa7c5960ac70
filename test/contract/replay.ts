import nock from 'nock';
import { SELF_PATH } from '../../src/devin/scope';
import { keyOf, requestOf, type Exchange } from './fixture';

export const apiUrl = 'http://localhost:8700';

/** Devin as a fixture recorded it, with a valid key. Other requests are answered 400. */
export class Replay {
  /** What was asked, in order, but for who the key is: every sync begins with that. */
  readonly asked: string[] = [];
  private readonly answers: ReadonlyMap<string, Exchange>;

  constructor(exchanges: readonly Exchange[], refuse: (key: string) => number | undefined = () => undefined) {
    this.answers = new Map(exchanges.map((exchange) => [keyOf(exchange), exchange]));
    nock.cleanAll();
    nock(apiUrl)
      .get(/.*/)
      .reply((uri) => {
        const key = keyOf(requestOf(uri));
        if (uri === SELF_PATH && !this.answers.has(key))
          return [200, { principal_type: 'service_user', org_id: null }];
        this.asked.push(key);
        const refusal = refuse(key);
        if (refusal !== undefined) return [refusal, { detail: 'Refused by the test' }];
        const exchange = this.answers.get(key);
        if (exchange === undefined) return [400, { detail: `The fixture has no ${key}` }];
        return [exchange.status ?? 200, exchange.answer as nock.Body];
      })
      .persist();
  }
}
