import { color } from '../canvas';
import type { Row } from '../database';
import { acus, changeOf, percent, plural } from '../format';
import { number, sum, text, type About, type Content, type Section } from '../section';

export const topUsers: Section = {
  id: 'top-users',
  title: 'Who uses most?',
  file: 'top-users.sql',
  isAboutAcus: true,
  show,
};

const barHeight = 36;

function show(rows: readonly Row[], { money }: About): Content {
  const share = percent(sum(rows, 'share'));
  const who = rows.length === 1 ? 'One person uses' : `The ${rows.length} people below use`;
  const byPerson = { y: 'person', sort: { y: '-x' } } as const;
  return {
    summary: `${who} ${share} of the ACUs that all people used in the last 28 days. In brackets: the change on the 28 days before.`,
    figure: ({ plot, draw }) =>
      draw('ACUs of the people who used most in the last 28 days', {
        height: rows.length * barHeight + 8,
        marginTop: 4,
        marginBottom: 4,
        marginLeft: 0,
        marginRight: 150,
        x: { axis: null },
        y: { axis: null, padding: 0 },
        marks: [
          plot.barX(rows, {
            ...byPerson,
            x: 'acus',
            fill: color.series[0],
            insetTop: 19,
            insetBottom: 6,
            title: (row: Row) =>
              `${text(row, 'person')}: ${acus(number(row, 'acus'))} ACUs${money(number(row, 'acus'))} on ${plural(number(row, 'active_days'), 'day', 'days')}`,
          }),
          plot.text(rows, { ...byPerson, x: 0, text: 'person', textAnchor: 'start', dy: -8 }),
          plot.text(rows, {
            ...byPerson,
            x: 'acus',
            text: (row: Row) =>
              `${acus(number(row, 'acus'))} · ${percent(number(row, 'share'))}${change(row)}`,
            textAnchor: 'start',
            dx: 6,
            dy: 7,
            fill: color.muted,
            fontVariant: 'tabular-nums',
          }),
        ],
      }),
  };
}

/** In brackets; nothing where nobody knows the days before. */
function change(row: Row): string {
  const before = row.acus_before;
  return typeof before === 'number' && before > 0 ? ` [${changeOf(number(row, 'acus'), before)}]` : '';
}
