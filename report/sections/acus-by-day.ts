import { color } from '../canvas';
import { acus, changeOf, comparison, day, percent } from '../format';
import {
  addDays,
  canStillChange,
  date,
  number,
  paleOpacity,
  sum,
  text,
  type About,
  type Content,
  type Section,
} from '../section';
import type { Row } from '../database';

export const acusByDay: Section = {
  id: 'acus-by-day',
  title: 'How much is used, and for which products?',
  file: 'acus-by-day-and-product.sql',
  isWide: true,
  isAboutAcus: true,
  show,
};

/** At most that many Mondays from the first to the last day, evenly spaced. */
function mondays(first: Date, last: Date, most: number): Date[] {
  const monday = addDays(first, (8 - first.getUTCDay()) % 7);
  const weeks = Math.floor((last.getTime() - monday.getTime()) / (7 * 86_400_000)) + 1;
  const step = Math.ceil(weeks / most);
  return Array.from({ length: Math.ceil(weeks / step) }, (_, index) => addDays(monday, 7 * step * index));
}

function show(rows: readonly Row[], { money }: About): Content {
  const products = byAmount(rows);
  const colors = products.map(({ name }, index) =>
    name === 'other' ? color.rest : (color.series[index] ?? color.rest),
  );
  const names = products.map(({ name }) => name);
  const total = sum(rows, 'acus');
  const [first, last] = [date(rows[0], 'date'), date(rows.at(-1), 'date')];
  const [largest] = products;
  const share =
    largest && total > 0 ? ` The largest part, ${percent(largest.acus / total)}, is ${largest.name}.` : '';
  return {
    summary: `${acus(total)} ACUs${money(total)} from ${day(first)} to ${day(last)}.${share}${trend(rows, last)}`,
    tile: lastFourWeeks(rows, last, money),
    legend: [
      ...names.map((label, index) => ({ label, color: colors[index] ?? color.rest })),
      ...(rows.some(isPale) ? [canStillChange] : []),
    ],
    figure: ({ plot, draw, isNarrow }) =>
      draw('ACUs consumed on each billing day, stacked by product', {
        height: isNarrow ? 220 : 300,
        x: { type: 'utc', label: null, ticks: mondays(first, last, isNarrow ? 4 : 10), tickFormat: day },
        y: { label: 'ACUs', grid: true, ticks: 5, labelArrow: 'none' },
        color: { domain: names, range: colors },
        marks: [
          plot.rectY(rows, {
            x: (row: Row) => date(row, 'date'),
            interval: 'day',
            y: 'acus',
            fill: 'product',
            fillOpacity: (row: Row) => (isPale(row) ? paleOpacity : 1),
            order: names,
            insetLeft: 0.5,
            insetRight: 0.5,
            title: (row: Row) =>
              `${day(date(row, 'date'))}, ${text(row, 'product')}: ${acus(number(row, 'acus'))} ACUs`,
          }),
          plot.ruleY([0], { stroke: color.muted }),
        ],
      }),
  };
}

function byAmount(rows: readonly Row[]): { name: string; acus: number }[] {
  const names = [...new Set(rows.map((row) => text(row, 'product')))];
  const totals = names.map((name) => ({
    name,
    acus: sum(
      rows.filter((row) => row.product === name),
      'acus',
    ),
  }));
  return totals.sort((one, other) => other.acus - one.acus);
}

function isPale(row: Row): boolean {
  return row.is_final === false;
}

/** The sum of the last 28 days, and of the 28 days before where all of them are there. */
function fourWeeks(rows: readonly Row[], last: Date): { now: number; before: number | undefined } {
  const between = (from: number, to: number) =>
    rows.filter((row) => date(row, 'date') > addDays(last, from) && date(row, 'date') <= addDays(last, to));
  const before = between(-56, -28);
  const isWhole = new Set(before.map((row) => row.date)).size === 28;
  return { now: sum(between(-28, 0), 'acus'), before: isWhole ? sum(before, 'acus') : undefined };
}

function trend(rows: readonly Row[], last: Date): string {
  const { now, before } = fourWeeks(rows, last);
  const compared = comparison(now, before, 'the 28 days before');
  return compared === undefined ? '' : ` The last 28 days used ${compared}.`;
}

function lastFourWeeks(rows: readonly Row[], last: Date, money: About['money']): Content['tile'] {
  const { now, before } = fourWeeks(rows, last);
  const note =
    before === undefined || before === 0
      ? `to ${day(last)}`
      : `${changeOf(now, before)} on the 28 days before`;
  return { label: 'ACUs, last 28 days', value: acus(now), note: `${note}${money(now)}` };
}
