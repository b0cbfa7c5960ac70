import { color } from '../canvas';
import type { Row } from '../database';
import { day, percent, plural } from '../format';
import { date, number, paleOpacity, sum, text, type Content, type Section } from '../section';

export const cohorts: Section = {
  id: 'cohorts',
  title: 'Do people stay?',
  file: 'cohorts.sql',
  show,
};

function show(rows: readonly Row[]): Content {
  const whole = rows.filter((row) => row.is_whole_week === true && row.is_first_read !== true);
  const after = (weeks: number) => whole.filter((row) => row.weeks_since === weeks);
  const retention = (some: readonly Row[]) => sum(some, 'active_users') / Math.max(1, sum(some, 'users'));
  const told = [1, 4]
    .filter((weeks) => after(weeks).length > 0)
    .map(
      (weeks) =>
        `${percent(retention(after(weeks)))} were active ${plural(weeks, 'week', 'weeks')} after their first one`,
    );
  const weeks = [...new Set(rows.map((row) => text(row, 'cohort_week')))];
  const share = (row: Row) => 100 * number(row, 'share');
  return {
    summary:
      (told.length === 0
        ? 'Nobody new started in the days that were read. '
        : `Of the people who started, ${told.join(', and ')}. `) +
      'A row is the week of first use, with its number of people; a column is the weeks since. The first row has everybody who ' +
      'was active before, too.',
    actions:
      after(4).length > 0 && retention(after(4)) < 0.5
        ? [
            'Ask people who started and stopped what held them up: less than half are active four weeks later.',
          ]
        : [],
    legend: [
      { label: 'active, % of those who started', color: color.series[0] ?? '' },
      ...(rows.some((row) => row.is_whole_week !== true)
        ? [
            {
              label: 'in brackets: the week is not over, or not whole',
              color: color.muted,
              shape: 'pale' as const,
            },
          ]
        : []),
    ],
    figure: ({ plot, draw, isNarrow }) =>
      draw('Share of the people of each week of first use who were active in each week since', {
        height: 44 + 24 * weeks.length,
        marginLeft: isNarrow ? 74 : 92,
        marginTop: 30,
        marginBottom: 8,
        x: {
          type: 'band',
          axis: 'top',
          label: null,
          tickSize: 0,
          padding: 0.04,
        },
        y: {
          type: 'band',
          label: null,
          tickSize: 0,
          padding: 0.06,
          domain: weeks,
          tickFormat: (week: string) => {
            const row = rows.find((each) => each.cohort_week === week);
            return `${day(date(row, 'cohort_week'))} · ${number(row, 'users')}`;
          },
        },
        marks: [
          plot.cell(rows, {
            x: 'weeks_since',
            y: 'cohort_week',
            fill: color.series[0],
            fillOpacity: (row: Row) => 0.06 + (0.6 * share(row)) / 100,
            title: (row: Row) =>
              `${number(row, 'active_users')} of ${number(row, 'users')} active in the week of ${day(date(row, 'week'))}`,
          }),
          plot.text(rows, {
            x: 'weeks_since',
            y: 'cohort_week',
            text: (row: Row) =>
              row.is_whole_week === true
                ? String(Math.round(share(row)))
                : isNarrow
                  ? ''
                  : `(${Math.round(share(row))})`,
            fillOpacity: (row: Row) => (row.is_whole_week === true ? 1 : paleOpacity + 0.2),
            fontSize: isNarrow ? 10 : 11,
            fontVariant: 'tabular-nums',
          }),
        ],
      }),
  };
}
