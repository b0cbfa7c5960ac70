import { color } from '../canvas';
import type { Row } from '../database';
import { acus, day, percent } from '../format';
import { addDays, date, number, type About, type Content, type LegendEntry, type Section } from '../section';
import { outlook, trend, warning } from './burn-down-words';

export const burnDown: Section = {
  id: 'burn-down',
  title: 'Will the ACUs last to the end of the cycle?',
  file: 'burn-down.sql',
  isAboutAcus: true,
  show,
};

/** A point of the line: what is left, or used, at the end of a day. */
interface Point {
  readonly at: Date;
  readonly acus: number;
}

/** What the chart shows of a cycle: what is left of its limit, or what was used if there is no limit. */
interface Cycle {
  readonly limit: number | undefined;
  readonly read: readonly Point[];
  /** Begins where `read` ends. */
  readonly forecast: readonly Point[];
}

function show(rows: readonly Row[], { money }: About): Content {
  const cycle = cycleOf(rows);
  const now = rows.findLast((row) => row.is_forecast !== true);
  const end = rows.at(-1);
  const used = number(now, 'used_so_far');
  const { limit } = cycle;
  const period = `${day(date(rows[0], 'date'))} to ${day(date(end, 'date'))}`;
  const value = limit === undefined ? used : limit - used;
  return {
    summary: `In the cycle from ${period}, ${acus(used)} ACUs${money(used)} are used so far${trend(rows, used)}. ${outlook(rows, limit)}`,
    actions: warning(rows, limit),
    tile: {
      label: limit === undefined ? 'Used in this cycle' : 'Left in this cycle',
      value: acus(value),
      note:
        limit === undefined
          ? `to ${day(date(end, 'date'))}`
          : `${percent(value / limit)} of ${acus(limit)} ACUs`,
    },
    legend: legend(limit),
    figure: ({ plot, draw, isNarrow }) =>
      draw(`ACUs ${limit === undefined ? 'used' : 'left'} at the end of each day of the billing cycle`, {
        height: isNarrow ? 240 : 330,
        marginLeft: 48,
        marginRight: 20,
        x: { type: 'utc', label: null, ticks: isNarrow ? 4 : 6, tickFormat: day },
        y: {
          label: limit === undefined ? 'ACUs used' : 'ACUs left',
          labelArrow: 'none',
          grid: true,
          ticks: 5,
          zero: true,
        },
        marks: [
          ...(limit === undefined
            ? []
            : [plot.lineY(evenUse(cycle, limit), { ...line, stroke: color.rest })]),
          plot.areaY(cycle.read, { ...line, fill: color.series[0], fillOpacity: 0.14 }),
          plot.lineY(cycle.forecast, {
            ...line,
            stroke: color.series[0],
            strokeWidth: 2,
            strokeDasharray: '2 5',
          }),
          plot.lineY(cycle.read, { ...line, stroke: color.series[0], strokeWidth: 2 }),
          plot.dot(cycle.read.slice(-1), { ...line, fill: color.series[0], r: 4 }),
          plot.text(cycle.read.slice(-1), {
            ...line,
            text: (point: Point) => acus(point.acus),
            dx: 8,
            dy: -10,
            textAnchor: 'start',
            fontWeight: 600,
          }),
          plot.ruleY([0], { stroke: color.muted }),
        ],
      }),
  };
}

const line = { x: 'at', y: 'acus' } as const;

function cycleOf(rows: readonly Row[]): Cycle {
  const [first] = rows;
  const limit = first?.acu_limit === null ? undefined : number(first, 'acu_limit');
  const point = (row: Row): Point => ({
    at: addDays(date(row, 'date'), 1),
    acus: limit === undefined ? number(row, 'used_so_far') : number(row, 'remaining'),
  });
  const read = [
    { at: date(first, 'date'), acus: limit ?? 0 },
    ...rows.filter((row) => row.is_forecast !== true).map(point),
  ];
  const forecast = [...read.slice(-1), ...rows.filter((row) => row.is_forecast === true).map(point)];
  return { limit, read, forecast };
}

function evenUse({ read, forecast }: Cycle, limit: number): Point[] {
  const [first, last] = [read[0], forecast.at(-1)];
  return first && last
    ? [
        { at: first.at, acus: limit },
        { at: last.at, acus: 0 },
      ]
    : [];
}

function legend(limit: number | undefined): LegendEntry[] {
  const own = color.series[0] ?? '';
  return [
    { label: limit === undefined ? 'used' : 'left', color: own, shape: 'line' },
    { label: 'forecast', color: own, shape: 'dashes' },
    ...(limit === undefined
      ? []
      : [{ label: 'the limit, used evenly', color: color.rest, shape: 'line' as const }]),
  ];
}
