import { color, type Canvas } from './canvas';

/** A line of a chart of bars. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Stands behind the bar. */
  readonly label: string;
}

const barHeight = 36;

/** Bars with their names above, in the order given. */
export function barChart({ plot, draw }: Canvas, label: string, bars: readonly Bar[]): string {
  const byName = { y: 'name' } as const;
  return draw(label, {
    height: bars.length * barHeight + 8,
    marginTop: 4,
    marginBottom: 4,
    marginLeft: 0,
    marginRight: 150,
    x: { axis: null },
    y: { axis: null, padding: 0, domain: bars.map(({ name }) => name) },
    marks: [
      plot.barX(bars, {
        ...byName,
        x: 'value',
        fill: color.series[0],
        insetTop: 19,
        insetBottom: 6,
        title: 'label',
      }),
      plot.text(bars, { ...byName, x: 0, text: 'name', textAnchor: 'start', dy: -8 }),
      plot.text(bars, {
        ...byName,
        x: 'value',
        text: 'label',
        textAnchor: 'start',
        dx: 6,
        dy: 7,
        fill: color.muted,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}
