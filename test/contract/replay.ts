import nock from 'nock';
import { keyOf, requestOf, type Exchange } from './fixture';

export const apiUrl = 'http://localhost:8700';

/** Devin as a fixture recorded it. Whoever asks for something else is answered 400. */
export class Replay {
  /** What was asked, in order. */
  readonly asked: string[] = [];
  private readonly answers: ReadonlyMap<string, Exchange>;

  constructor(exchanges: readonly Exchange[], refuse: (key: string) => number | undefined = () => undefined) {
    this.answers = new Map(exchanges.map((exchange) => [keyOf(exchange), exchange]));
    nock.cleanAll();
    nock(apiUrl)
      .get(/.*/)
      .reply((uri) => {
        const key = keyOf(requestOf(uri));
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
