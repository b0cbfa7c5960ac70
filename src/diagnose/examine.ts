import type { checkConnection } from '../connection/check';
import { createClient } from '../devin/client';
import { lastCompleteDay } from '../sync/days';
import { SyncClock } from '../wiring/sync-clock';
import { Asker } from './asker';
import { examineConnection, type Connection } from './connection';
import { createDesk, type Desk } from './desk';
import { showAsking } from './progress';
import { earlierReading } from './readings';
import type { Result } from './result';
import { askAll } from './run';
import { readingNow } from './samples/reading';
import { checkAnswers } from './schema/schema-check';
import type { Surroundings } from './surroundings';
import { Wire } from './wire';

type AllSettings = Parameters<typeof checkConnection>[0]['settings'];

/** Requests under way at once. */
const atOnce = 4;

/** Examines the connection and asks all questions. Throws if nothing can be asked. */
export async function examine(
  settings: AllSettings,
  surroundings: Omit<Surroundings, 'columns'>,
): Promise<Result> {
  const { version, signal, terminal } = surroundings;
  const { wire, clock, asker } = equipment(settings, surroundings);
  const asking = showAsking(terminal, asker);
  try {
    const lastDay = () => lastCompleteDay(clock.start().now);
    const connection = await examineConnection(asker, settings, lastDay);
    const { readingsFile } = surroundings;
    const desk = deskOf(connection, { wire, asker, readingsFile }, { now: clock.start().now, settings });
    const answers = await askAll(desk, asking.follow);
    const reading = await desk.once(readingNow);
    const found = { connection, wire, answers, reading, endpoints: checkAnswers(asker.answered) };
    const { apiUrl } = settings;
    return { version, apiUrl, isComplete: !signal.aborted, requests: asker.requestCount, ...found };
  } finally {
    asking.hide();
  }
}

function equipment(
  { apiUrl, apiKey, now }: AllSettings,
  { version, signal, retry }: Pick<Surroundings, 'version' | 'signal' | 'retry'>,
) {
  const wire = new Wire();
  const clock = new SyncClock(now, () => undefined);
  const onDate = (devinMs: number) => {
    clock.onDate(devinMs);
    wire.devinAheadSeconds = (devinMs - now().getTime()) / 1000;
  };
  const { onAnswer } = wire;
  const userAgent = `source-devin/${version}`;
  const client = createClient({
    apiUrl,
    apiKey,
    workers: atOnce,
    userAgent,
    signal,
    retry,
    onDate,
    onAnswer,
  });
  return { wire, clock, asker: new Asker(client) };
}

function deskOf(
  { scope, principal }: Connection,
  { readingsFile, ...tools }: Pick<Desk, 'wire' | 'asker'> & Pick<Surroundings, 'readingsFile'>,
  { now, settings }: { readonly now: Date; readonly settings: AllSettings },
): Desk {
  return createDesk({
    ...tools,
    scope,
    isSelfHidden: principal === 'hidden',
    lastDay: lastCompleteDay(now),
    nowSeconds: Math.floor(now.getTime() / 1000),
    lookbackDays: settings.consumptionLookbackDays,
    earlierReading: readingsFile === undefined ? undefined : earlierReading(readingsFile, scope.id),
  });
}
