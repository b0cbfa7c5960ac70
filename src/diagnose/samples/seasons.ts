import { addDays, type Day } from '../../sync/days';
import { boundsOf } from '../days';
import type { Desk } from '../desk';
import { ascending, dayRows, type DayRow } from './day-rows';
import { sortedRows, type Rows } from './usable-rows';

/** Rows of days on which summer time is certainly in force in California, or certainly not. */
export type Seasons =
  | { readonly summer: readonly DayRow[]; readonly winter: readonly DayRow[] }
  | Extract<Rows, { why: unknown }>;

type Season = 'summer' | 'winter';
/** Each begins on this date of a year, and has this many days. */
const seasonDays = { summer: ['04-01', 60], winter: ['01-02', 60] } as const;

/** Consumption in summer and in winter. What the longest window does not show is asked for. */
export async function seasons(desk: Desk): Promise<Seasons> {
  const total = await desk.once(sortedRows);
  if ('why' in total) return total;
  const [summer, winter] = await Promise.all(
    (['summer', 'winter'] as const).map(async (season) => {
      const shown = total.rows.filter(({ day }) => seasonOf(day) === season);
      return shown.length > 0 ? shown : await lastSeason(desk, season);
    }),
  );
  return { summer: summer ?? [], winter: winter ?? [] };
}

/** The rows of the last season of this kind that is over. */
async function lastSeason(desk: Desk, season: Season): Promise<readonly DayRow[]> {
  const [start, count] = seasonDays[season];
  const year = Number(desk.lastDay.slice(0, 4));
  const starts = [year, year - 1].map((each) => `${each}-${start}`);
  const from = starts.find((day) => addDays(day, count) < desk.lastDay) ?? `${year - 1}-${start}`;
  const query = boundsOf(from, addDays(from, count - 1));
  const reply = await desk.ask(desk.scope.path('consumption', 'daily'), query);
  return ascending(dayRows(reply) ?? []).filter(({ day }) => seasonOf(day) === season);
}

function seasonOf(day: Day): Season | undefined {
  const date = day.slice(5);
  if (date >= '03-20' && date <= '10-25') return 'summer';
  return date >= '11-12' || date <= '03-01' ? 'winter' : undefined;
}
