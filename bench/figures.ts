/** What several runs measured. */
export interface Figures {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Throws where there is nothing. */
export function figuresOf(values: readonly number[]): Figures {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) throw new RangeError('nothing was measured');
  return { median: ((middle[0] ?? 0) + (middle[1] ?? 0)) / 2, least, most };
}

/** The median, and from where to where the runs were. */
export function shown({ median, least, most }: Figures, unit: string): string {
  if (least === most) return `${number(median)} ${unit}`;
  return `${number(median)} ${unit} (${number(least)}–${number(most)})`;
}

function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', {
    maximumFractionDigits: Number.isInteger(value) ? 0 : digits,
    minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
  });
}
