import type { DevinClient } from '../../src/devin/calls';
import type { Query } from '../../src/devin/http/query';
import type { Outcome } from '../../src/devin/error-facts';
import { DevinError } from '../../src/devin/errors';
import { startOfDay } from '../../src/sync/days';

/** An answer, its body, or the reason for its absence. */
type Script = (path: string, query: Query) => unknown;

/** A wire that answers by a script, and remembers what was asked: path, `time_after` and `time_before` in days. */
export class ScriptedDevin implements DevinClient {
  readonly asked: string[] = [];
  requestCount = 0;

  constructor(private readonly script: Script) {}

  async get(path: string, query: Query = {}): Promise<unknown> {
    this.requestCount += 1;
    this.asked.push([path, ...windowOf(query)].join(' '));
    await Promise.resolve();
    return this.script(path, query);
  }

  async *pages(path: string, query: Query = {}): AsyncGenerator<unknown[]> {
    yield (await this.get(path, query)) as unknown[];
  }
}

export function refusal(outcome: Outcome): DevinError {
  return new DevinError({ outcome, answered: outcome });
}

/** A row of a consumption answer, stamped that many hours after 00:00Z. */
export function consumed(day: string, acus: number, hour = 8): object {
  return { date: startOfDay(day) + (hour - 8) * 3600, acus, acus_by_product: { devin: acus } };
}

function windowOf({ time_after: after, time_before: before }: Query): string[] {
  if (after === undefined) return [];
  return [after, before]
    .filter((bound) => bound !== undefined)
    .map((seconds) => new Date(Number(seconds) * 1000).toISOString().slice(0, 13));
}
