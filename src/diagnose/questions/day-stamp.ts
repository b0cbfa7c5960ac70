import { question, unclear } from '../question';
import type { DayRow } from '../samples/day-rows';
import { seasons } from '../samples/seasons';

const secondsPerDay = 86_400;

export const dayStamp = question({
  id: 'day-stamp',
  question: 'Which instant is the `date` of a billing day, in summer and in winter?',
  asks: 'consumption of the whole scope in summer and in winter',
  values: {
    '08:00Z': ['as_assumed', 'every day is stamped 08:00 UTC'],
    '07:00Z': ['handled', 'every day is stamped 07:00 UTC'],
    '00:00Z': ['handled', 'every day is stamped 00:00 UTC'],
    pacific: ['handled', 'days are stamped 07:00 UTC in summer and 08:00 UTC in winter'],
  },
  connector:
    'It takes the UTC date of the stamp, the same for all of these, and keeps the stamp in `day_start_at`.',
  ask: (desk) => desk.once(seasons),
  judge: (found) => {
    if ('why' in found) return found.why;
    const summer = hoursOf(found.summer);
    const winter = hoursOf(found.winter);
    const facts = { summer_rows: found.summer.length, winter_rows: found.winter.length };
    if (summer === '' || winter === '') return unclear('there are only days of one season', facts);
    if (summer === '7' && winter === '8') return { value: 'pacific', facts };
    if (summer !== winter) return unclear('the stamps fit none of the known times', facts);
    if (summer === '8') return { value: '08:00Z', facts };
    if (summer === '7') return { value: '07:00Z', facts };
    if (summer === '0') return { value: '00:00Z', facts };
    return unclear('the stamps fit none of the known times', facts);
  },
});

/** The hours of the stamps, each once. */
function hoursOf(rows: readonly DayRow[]): string {
  return [...new Set(rows.map(({ stamp }) => (stamp % secondsPerDay) / 3600))].sort().join(' ');
}
