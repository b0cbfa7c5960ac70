import { color } from '../canvas';
import type { Row } from '../database';
import { acus, day, decimals, percent, plural } from '../format';
import { date, number, paleOpacity, sum, text, type About, type Content, type Section } from '../section';
import { weekTick } from './merge-rate';

export const accounting: Section = {
  id: 'accounting',
  title: 'Does every ACU have an owner?',
  file: 'accounting.sql',
  isWide: true,
  isAboutAcus: true,
  show,
};

const kinds = ['users', 'service_users', 'unattributed'];
const labels = ['people', 'service users', 'unattributed'];
const colors = [color.series[0], color.series[2], color.rest] as string[];

function show(rows: readonly Row[], about: About): Content {
  const total = sum(rows, 'total');
  const rest = sum(rows, 'unattributed');
  const share = total === 0 ? 0 : rest / total;
  return {
    summary: `${equation(rows, about)} ${restOf(about)}`,
    tile: { label: 'Not attributed', value: percent(share), note: `${acus(rest)} of ${acus(total)} ACUs` },
    legend: [
      ...kinds.flatMap((kind, index) =>
        kind === 'service_users' && !hasServiceUsers(about)
          ? []
          : [{ label: labels[index] ?? '', color: colors[index] ?? color.rest }],
      ),
      ...(rows.some(isPale)
        ? [{ label: 'pale: part of a week, or not final', color: color.muted, shape: 'pale' as const }]
        : []),
    ],
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
            fillOpacity: ({ row }: Part) => (isPale(row) ? paleOpacity : 1),
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

function isPale(row: Row): boolean {
  return row.is_final === false || number(row, 'days') < 7;
}

function hasServiceUsers({ has }: About): boolean {
  return has('daily_service_user_consumption');
}

/** With two decimals; the last part is the difference of the others, so that what is shown adds up. */
function equation(rows: readonly Row[], about: About): string {
  const [total = 0, users = 0, serviceUsers = 0] = ['total', ...kinds].map((column) =>
    Number(sum(rows, column).toFixed(2)),
  );
  const part = (amount: number) => decimals(amount, 2);
  const rest = part(total - users - serviceUsers);
  const ofServiceUsers = hasServiceUsers(about) ? ` + ${part(serviceUsers)} of service users` : '';
  return `${part(total)} ACUs in total = ${part(users)} of people${ofServiceUsers} + ${rest} unattributed.`;
}

/** Who may be behind the unattributed ACUs. */
function restOf(about: About): string {
  const known = "Unattributed ACUs are in Devin's total but belong to no listed user, for example to";
  if (hasServiceUsers(about)) return `${known} people who left before the first sync.`;
  const because =
    about.scope === 'organization'
      ? 'service users, whose ACUs Devin tells only to keys of an enterprise'
      : 'service users, whose stream is not in the file';
  return `${known} ${because}, or people who left before the first sync.`;
}
