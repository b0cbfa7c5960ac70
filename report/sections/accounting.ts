import { color } from '../canvas';
import type { Row } from '../database';
import { acus, day, decimals, percent, plural } from '../format';
import { date, number, sum, text, type Content, type Section } from '../section';
import { weekTick } from './merge-rate';

export const accounting: Section = {
  id: 'accounting',
  title: 'Accounting',
  file: 'accounting.sql',
  needs: ['daily_consumption', 'daily_user_consumption', 'daily_service_user_consumption'],
  isWide: true,
  show,
};

const kinds = ['users', 'service_users', 'unattributed'];
const labels = ['people', 'service users', 'unattributed'];
const colors = [color.series[0], color.series[2], color.rest] as string[];

function show(rows: readonly Row[]): Content {
  const total = sum(rows, 'total');
  const rest = sum(rows, 'unattributed');
  const share = total === 0 ? 0 : rest / total;
  return {
    summary: `${equation(rows)} Unattributed ACUs are in Devin's total but belong to no listed user, for example to people who left before the first sync.`,
    tile: { label: 'Not attributed', value: percent(share), note: `${acus(rest)} of ${acus(total)} ACUs` },
    legend: kinds.map((_, index) => ({ label: labels[index] ?? '', color: colors[index] ?? color.rest })),
    figure: ({ plot, draw, isNarrow }) => {
      const parts = rows.flatMap((row) =>
        kinds.map((kind, index) => ({ row, kind, index, acus: number(row, kind) })),
      );
      type Part = (typeof parts)[number];
      return draw('ACUs of each week: people, service users, and unattributed', {
        height: isNarrow ? 220 : 268,
        marginBottom: isNarrow ? 28 : 36,
        x: {
          type: 'band',
          label: null,
          tickFormat: isNarrow ? weekTick(rows, 5) : wholeTick(rows),
          tickSize: 0,
        },
        y: {
          label: 'ACUs a week',
          labelArrow: 'none',
          grid: true,
          ticks: 5,
          nice: true,
          domain: [
            Math.min(0, ...rows.map((row) => number(row, 'unattributed'))),
            1.1 * Math.max(1, ...rows.map((row) => number(row, 'total'))),
          ],
        },
        color: { domain: kinds, range: colors },
        marks: [
          plot.barY(parts, {
            x: ({ row }: Part) => text(row, 'week'),
            y: 'acus',
            fill: 'kind',
            order: kinds,
            insetLeft: isNarrow ? 0 : 10,
            insetRight: isNarrow ? 0 : 10,
            title: ({ row, index, acus: amount }: Part) =>
              `Week of ${day(date(row, 'week'))} (${number(row, 'days')} days), ${labels[index] ?? ''}: ${acus(amount)} of ${acus(number(row, 'total'))} ACUs`,
          }),
          plot.text(rows.length > (isNarrow ? 6 : 13) ? [] : rows, {
            x: (row: Row) => text(row, 'week'),
            y: 'total',
            text: (row: Row) => acus(number(row, 'total')),
            dy: -9,
            fontVariant: 'tabular-nums',
          }),
          plot.ruleY([0], { stroke: color.muted }),
        ],
      });
    },
  };
}

/** Every week by its Monday, and by its days where they are fewer than seven. */
function wholeTick(rows: readonly Row[]): (week: string) => string {
  const name = weekTick(rows, rows.length);
  const daysOf = new Map(rows.map((row) => [text(row, 'week'), number(row, 'days')]));
  return (week) =>
    daysOf.get(week) === 7 ? name(week) : `${name(week)}\n${plural(daysOf.get(week) ?? 0, 'day', 'days')}`;
}

/** With two decimals; the last part is the difference of the others, so that what is shown adds up. */
function equation(rows: readonly Row[]): string {
  const [total = 0, users = 0, serviceUsers = 0] = ['total', ...kinds].map((column) =>
    Number(sum(rows, column).toFixed(2)),
  );
  const part = (amount: number) => decimals(amount, 2);
  const rest = part(total - users - serviceUsers);
  return `${part(total)} ACUs in total = ${part(users)} of people + ${part(serviceUsers)} of service users + ${rest} unattributed.`;
}
