import { isDay } from '../sync/days';

export interface Environment {
  /** An RFC 3339 instant. Demos and tests stop the clock of the connector at it. */
  readonly SOURCE_DEVIN_NOW?: string | undefined;
}

export interface Clock {
  readonly now: () => Date;
  /** The problem of the environment, as one sentence. `now` is the real clock then. */
  readonly problem?: string;
}

/**
 * The clock of the connector. It stands still at `SOURCE_DEVIN_NOW` if the API is on this machine. Everywhere else it
 * is the real clock. So a forgotten variable cannot change the time of a real connection.
 */
export function clockInForce(onLoopback: boolean, environment: Environment, realNow: () => Date): Clock {
  const text = environment.SOURCE_DEVIN_NOW ?? '';
  if (!onLoopback || text === '') return { now: realNow };
  const instantMs = parseInstant(text);
  if (instantMs !== undefined) return { now: () => new Date(instantMs) };
  const problem =
    'The environment variable SOURCE_DEVIN_NOW must be an RFC 3339 instant such as 2026-11-20T09:00:00Z.';
  return { now: realNow, problem };
}

function parseInstant(text: string): number | undefined {
  const instant = text.toUpperCase();
  const timeAndOffset = /^.{10}T([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  if (!timeAndOffset.test(instant) || !isDay(instant.slice(0, 10))) return undefined;
  const instantMs = Date.parse(instant);
  return Number.isNaN(instantMs) ? undefined : instantMs;
}
