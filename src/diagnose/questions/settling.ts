import { countDays } from '../../sync/days';
import type { Desk, Reading } from '../desk';
import { notAsked, question, type Judgement } from '../question';
import { readingNow } from '../samples/reading';

interface Evidence {
  readonly now: Reading | undefined;
  readonly earlier: Reading | null | undefined;
  readonly lookbackDays: number;
}

const secondsPerHour = 3_600;

export const settling = question({
  id: 'settling',
  question: 'How many days back does consumption still change?',
  asks: 'consumption of the last weeks, in two runs with the same `--readings` file',
  values: {
    within_lookback: ['as_assumed', 'days changed that the look-back reads again'],
    unchanged: ['as_assumed', 'no complete day changed between the two runs'],
    beyond_lookback: ['not_handled', 'days changed that the look-back does not reach'],
  },
  connector: 'It reads the last `consumption_lookback_days` days again. Raise them if older days change.',
  ask: async (desk: Desk): Promise<Evidence> => ({
    now: await desk.once(readingNow),
    earlier: desk.earlierReading,
    lookbackDays: desk.lookbackDays,
  }),
  judge: ({ now, earlier, lookbackDays }): Judgement<'within_lookback' | 'unchanged' | 'beyond_lookback'> => {
    if (now === undefined) return notAsked('there is no consumption to compare');
    if (earlier === undefined)
      return notAsked('it takes two runs with the same file: use `--readings FILE` twice');
    if (earlier === null) return notAsked('this is the first run with this file: run it again in a day');
    const changed = Object.keys(now.acus).filter(
      (day) => day in earlier.acus && day <= earlier.lastDay && earlier.acus[day] !== now.acus[day],
    );
    const oldest = changed.sort()[0];
    const daysBack = oldest === undefined ? 0 : countDays(oldest, earlier.lastDay);
    const facts = {
      hours_between: Math.round((now.at - earlier.at) / secondsPerHour),
      days_compared: Object.keys(now.acus).filter((day) => day in earlier.acus).length,
      days_changed: changed.length,
      oldest_changed_days_back: daysBack,
    };
    if (daysBack === 0) return { value: 'unchanged', facts };
    return { value: daysBack <= lookbackDays ? 'within_lookback' : 'beyond_lookback', facts };
  },
});
