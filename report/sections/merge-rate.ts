import { color, type Canvas } from '../canvas';
import type { Row } from '../database';
import { day, percent, whole } from '../format';
import { canStillChange, date, number, paleOpacity, sum, text, type Content, type Section } from '../section';

export const mergeRate: Section = {
  id: 'merge-rate',
  title: 'Do its pull requests get merged?',
  file: 'merge-rate-by-week.sql',
  show,
};

const states = ['merged', 'open', 'closed'];
const stateColors = [color.series[1], color.rest, color.series[4]] as string[];
const stateLabels = ['merged', 'still open', 'closed without a merge'];

function show(rows: readonly Row[]): Content {
  const created = sum(rows, 'created');
  const rate = (some: readonly Row[]) => percent(sum(some, 'merged') / Math.max(sum(some, 'created'), 1));
  const latest = rows.slice(-4);
  const before = rows.length < 8 ? [] : rows.slice(-8, -4);
  const compared = before.length > 0 ? `, ${rate(before)} in the four weeks before` : '';
  return {
    summary:
      `Of ${whole(created)} pull requests that Devin created in ${rows.length === 1 ? 'one week' : `${rows.length} weeks`}, ` +
      `${rate(rows)} are merged. Recent weeks can still rise, because open pull requests may merge later.`,
    tile: {
      label: latest.length === 1 ? 'Merged, last whole week' : `Merged, last ${latest.length} weeks`,
      value: rate(latest),
      note: `of ${whole(sum(latest, 'created'))} pull requests${compared}`,
    },
    legend: [
      ...states.map((_, index) => ({
        label: stateLabels[index] ?? '',
        color: stateColors[index] ?? color.rest,
      })),
      ...(rows.some(isPale) ? [canStillChange] : []),
    ],
    figure: (canvas) => rateChart(canvas, rows) + countChart(canvas, rows),
  };
}

function rateChart({ plot, draw }: Canvas, rows: readonly Row[]): string {
  const x = (row: Row) => text(row, 'week');
  const rates = rows.filter((row) => row.merge_rate !== null);
  return draw('Share of each week’s pull requests that are merged', {
    height: 118,
    marginBottom: 6,
    x: { type: 'band', axis: null, domain: rows.map(x) },
    y: {
      label: 'merged, % of created',
      labelArrow: 'none',
      domain: [0, 100],
      ticks: [0, 50, 100],
      grid: true,
    },
    marks: [
      plot.lineY(rates, { x, y: percentage, stroke: stateColors[0], strokeWidth: 2 }),
      plot.dot(rates, { x, y: percentage, fill: stateColors[0], r: 3, title: tip }),
      plot.text(rates, {
        x,
        y: percentage,
        text: (row: Row) => whole(Math.round(percentage(row))),
        dy: -11,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

function countChart({ plot, draw, isNarrow }: Canvas, rows: readonly Row[]): string {
  const counts = rows.flatMap((row) => states.map((state) => ({ row, state, count: number(row, state) })));
  return draw('Pull requests by the week they were created and their state', {
    height: isNarrow ? 170 : 190,
    x: { type: 'band', label: null, tickFormat: weekTick(rows, isNarrow ? 5 : 8), tickSize: 0 },
    y: { label: 'pull requests, by week created', labelArrow: 'none', grid: true, ticks: 4, nice: true },
    color: { domain: states, range: stateColors },
    marks: [
      plot.barY(counts, {
        x: ({ row }: (typeof counts)[number]) => text(row, 'week'),
        y: 'count',
        fill: 'state',
        fillOpacity: ({ row }: (typeof counts)[number]) => (isPale(row) ? paleOpacity : 1),
        order: states,
        title: ({ row }: (typeof counts)[number]) => tip(row),
      }),
      plot.ruleY([0], { stroke: color.muted }),
    ],
  });
}

function isPale(row: Row): boolean {
  return row.is_final === false;
}

function percentage(row: Row): number {
  return 100 * number(row, 'merge_rate');
}

function tip(row: Row): string {
  const counts = `${number(row, 'merged')} of ${number(row, 'created')} merged`;
  return `Week of ${day(date(row, 'week'))}: ${counts}, ${number(row, 'closed')} closed, ${number(row, 'open')} open`;
}

/** Labels every few weeks by their Monday, including the last one. */
export function weekTick(rows: readonly Row[], most: number): (week: string) => string {
  const step = Math.ceil(rows.length / most);
  const named = new Set(
    rows.filter((_, index) => (rows.length - 1 - index) % step === 0).map((row) => row.week),
  );
  return (week) => (named.has(week) ? day(new Date(`${week}T00:00:00Z`)) : '');
}
