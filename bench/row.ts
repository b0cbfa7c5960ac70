import { figuresOf, shown } from './figures';

/** One line of the results: a figure of the connector and that of a baseline from the same run. */
export interface Line {
  readonly what: string;
  /** By the connector, with unit and spread. */
  readonly ours: string;
  /** By the baseline, with its name. */
  readonly beside: string;
  /** Ours by the baseline's, or what else the goal is about. */
  readonly ratio: string;
  readonly goal: string;
  readonly isMet: boolean;
}

export interface RowOptions {
  /** Other Node executables, besides the one of the benchmark. */
  readonly nodes: readonly string[];
}

export interface Row {
  readonly name: string;
  readonly title: string;
  /** The lines, or why they cannot be measured here. */
  readonly measure: (runs: number, options: RowOptions) => Promise<Line[] | { readonly missing: string }>;
  /** Only measured where it is named. */
  readonly isOptional?: boolean;
  /** Comes out the same every time, and is counted once. */
  readonly isCounted?: boolean;
}

export interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly ours: readonly number[];
  /** Name and figures; run by run, or one bound for all of them. */
  readonly beside: readonly [name: string, values: readonly number[]];
  readonly goal: { readonly atMost: number } | { readonly atLeast: number };
}

/** Ours divided by the baseline's; with `atLeast`, how many times the baseline takes as much. */
export function compared({ what, unit, ours, beside: [name, values], goal }: Comparison): Line {
  const [mine, theirs] = [figuresOf(ours), figuresOf(values)];
  const isFactor = 'atLeast' in goal;
  const ratio = isFactor ? theirs.median / mine.median : mine.median / theirs.median;
  return {
    what,
    ours: shown(mine, unit),
    beside: `${name}: ${shown(theirs, unit)}`,
    ratio: `${ratio.toFixed(2)} ×`,
    goal: isFactor ? `at least ${goal.atLeast} ×` : `at most ${goal.atMost} ×`,
    isMet: isFactor ? ratio >= goal.atLeast : ratio <= goal.atMost,
  };
}

/** Runs each of the measurements in turn, as often as asked: what else happens on the machine meets all of them. */
export async function inTurn<Name extends string>(
  runs: number,
  measurements: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measurements) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) results[name].push(await measurements[name]());
  }
  return results;
}
