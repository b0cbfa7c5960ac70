import { color } from '../canvas';
import type { Row } from '../database';
import { acus, comparison, day, decimals, weekday } from '../format';
import {
  canStillChange,
  date,
  number,
  paleOpacity,
  text,
  type About,
  type Content,
  type Section,
} from '../section';

export const unusualDays: Section = {
  id: 'unusual-days',
  title: 'Which days were out of the ordinary?',
  file: 'unusual-days.sql',
  isWide: true,
  isAboutAcus: true,
  show,
};

/** How many days are told in words. */
const most = 5;

function show(rows: readonly Row[], { money }: About): Content {
  const unusual = rows.filter((row) => row.is_unusual === true);
  const last = date(rows.at(-1), 'date').getTime();
  const within = (from: number, to: number) =>
    unusual.filter((row) => {
      const age = (last - date(row, 'date').getTime()) / 86_400_000;
      return age >= from && age < to;
    });
  const recent = within(0, 28);
  const before = rows.length >= 56 ? within(28, 56).length : undefined;
  const compared = comparison(recent.length, before, 'the 28 days before');
  return {
    summary:
      `${unusual.length === 0 ? 'None' : String(unusual.length)} of ${rows.length} days${compared === undefined ? '' : `; the last 28 days had ${compared}`}. ` +
      'A day is compared with the days of its kind, working days or weekends, in the eight weeks before. It stands out where it is ' +
      'more than five usual distances (MAD) away from their median.',
    actions: recent.slice(-2).map((row) => `Find out what happened on ${inWords(row, money)}`),
    legend: [
      { label: 'ACUs of the day', color: color.series[0] ?? '', shape: 'line' },
      { label: 'what is usual', color: color.rest },
      { label: 'out of the ordinary', color: color.warning },
      ...(rows.some((row) => row.is_final === false) ? [canStillChange] : []),
    ],
    figure: ({ plot, draw, isNarrow }) =>
      draw('ACUs of each day, with the range that is usual for it', {
        height: isNarrow ? 200 : 240,
        x: { type: 'utc', label: null, ticks: isNarrow ? 3 : 8, tickFormat: day },
        y: { label: 'ACUs', labelArrow: 'none', grid: true, ticks: 5, zero: true },
        marks: [
          plot.rectY(rows, {
            x: (row: Row) => date(row, 'date'),
            interval: 'day',
            y1: 'lower',
            y2: 'upper',
            fill: color.rest,
            fillOpacity: 0.3,
          }),
          plot.lineY(rows, { x: noon, y: 'acus', stroke: color.series[0], strokeWidth: 1.5 }),
          plot.dot(unusual, {
            x: noon,
            y: 'acus',
            r: 4.5,
            fill: color.warning,
            fillOpacity: (row: Row) => (row.is_final === false ? paleOpacity : 1),
            title: (row: Row) => inWords(row, money),
          }),
          plot.ruleY([0], { stroke: color.muted }),
        ],
      }),
    list: {
      headings: unusual.length === 0 ? [] : ['day', 'in words'],
      rows: unusual
        .slice(-most)
        .reverse()
        .map((row) => [day(date(row, 'date')), inWords(row, money)]),
    },
  };
}

function noon(row: Row): Date {
  return new Date(date(row, 'date').getTime() + 43_200_000);
}

function inWords(row: Row, money: About['money']): string {
  const [used, usual] = [number(row, 'acus'), number(row, 'usual')];
  const times = usual > 0 && used > usual ? `, ${decimals(used / usual, 1)} times` : ', against';
  const who = text(row, 'top_user');
  const top = who === '' ? '' : ` ${who} used most: ${acus(number(row, 'top_user_acus'))}.`;
  return (
    `${weekday(date(row, 'date'))}, ${day(date(row, 'date'))}: ${acus(used)} ACUs${money(used)}${times} the usual ${acus(usual)} of a ` +
    `${text(row, 'day_kind')}.${row.is_final === false ? ' It can still change.' : ''}${top}`
  );
}
