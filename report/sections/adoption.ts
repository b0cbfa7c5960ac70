import { color } from '../canvas';
import type { Row } from '../database';
import { changeOf, comparison, day, percent, plural, whole } from '../format';
import { canStillChange, date, number, paleOpacity, sum, text, type Content, type Section } from '../section';
import { weekTick } from './merge-rate';

export const adoption: Section = {
  id: 'adoption',
  title: 'How many people use it?',
  file: 'adoption.sql',
  show,
};

function show(rows: readonly Row[]): Content {
  const last = rows.at(-1);
  const [active, members] = [number(last, 'active_users'), number(last, 'members')];
  const highest = Math.max(1, members, ...rows.map((row) => number(row, 'active_users')));
  const share = members > 0 ? percent(active / members) : '';
  return {
    summary:
      `${plural(active, 'person was', 'people were')} active in the week of ${day(date(last, 'week'))}; ` +
      `${plural(members, 'person is', 'people are')} members now.${trend(rows)}`,
    tile: {
      label: 'Active, last week',
      value: whole(active),
      note: `${share} of ${whole(members)} members, ${changeOf(active, number(rows.at(-2), 'active_users'))} on the week before`,
    },
    legend: [
      { label: 'active in the week', color: color.series[0] ?? '' },
      { label: 'members now', color: color.muted, shape: 'dashes' },
      ...(rows.some(isPale) ? [canStillChange] : []),
    ],
    figure: ({ plot, draw, isNarrow }) =>
      draw('People who were active in each week, and the current number of members', {
        height: isNarrow ? 220 : 308,
        x: { type: 'band', label: null, tickFormat: weekTick(rows, isNarrow ? 5 : 8), tickSize: 0 },
        y: {
          label: 'people',
          labelArrow: 'none',
          grid: true,
          ticks: 5,
          domain: [0, 1.1 * highest],
          nice: true,
        },
        marks: [
          plot.barY(rows, {
            x: (row: Row) => text(row, 'week'),
            y: 'active_users',
            fill: color.series[0],
            fillOpacity: (row: Row) => (isPale(row) ? paleOpacity : 1),
            title: (row: Row) => `Week of ${day(date(row, 'week'))}: ${number(row, 'active_users')} active`,
          }),
          plot.text(rows, {
            x: (row: Row) => text(row, 'week'),
            y: 'active_users',
            text: (row: Row) => whole(number(row, 'active_users')),
            dy: -9,
            fontVariant: 'tabular-nums',
          }),
          plot.ruleY([members], { stroke: color.muted, strokeDasharray: '5 4' }),
          plot.ruleY([0], { stroke: color.muted }),
        ],
      }),
  };
}

function isPale(row: Row): boolean {
  return row.is_final === false;
}

/** The last four weeks against the four before. */
function trend(rows: readonly Row[]): string {
  if (rows.length < 8) return '';
  const mean = (some: readonly Row[]) => sum(some, 'active_users') / 4;
  const compared = comparison(mean(rows.slice(-4)), mean(rows.slice(-8, -4)), 'the four weeks before');
  return compared === undefined ? '' : ` The last four weeks had ${compared}.`;
}
