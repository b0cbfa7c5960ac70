import type * as Plot from '@observablehq/plot' with { 'resolution-mode': 'import' };

/** Room for a chart, and the library that draws it. */
export interface Canvas {
  readonly width: number;
  readonly isNarrow: boolean;
  readonly plot: typeof Plot;
  /** The chart as SVG; `label` says in a sentence what it shows. */
  readonly draw: (label: string, options: Plot.PlotOptions) => string;
}

/** Colors of the page, by what they mean; style.css gives them their values in light and dark. */
export const color = {
  /** For kinds of equal rank, in this order. */
  series: [1, 2, 3, 4, 5, 6].map((number) => `var(--series-${number})`),
  rest: 'var(--rest)',
  grid: 'var(--grid)',
  muted: 'var(--muted)',
  warning: 'var(--warning)',
} as const;

/** What is used of the element that Plot makes: this project compiles without the types of a browser. */
interface Svg {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
}

/** Makes canvases of any width. */
export async function canvases(): Promise<(width: number) => Canvas> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<html><body></body></html>') as unknown as { document: never };
  return (width) => {
    const draw: Canvas['draw'] = (label, options) => {
      const svg = plot.plot({
        document,
        width,
        className: 'plot',
        ariaLabel: label,
        style: { fontSize: '12px', overflow: 'visible' },
        marginTop: 24,
        marginRight: 12,
        marginBottom: 28,
        marginLeft: 40,
        ...options,
      }) as unknown as Svg;
      svg.setAttribute('role', 'img');
      return svg.outerHTML;
    };
    return { width, isNarrow: width < 400, plot, draw };
  };
}
