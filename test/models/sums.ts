/** Sums of several figures by key. */
export class Sums {
  private readonly byKey = new Map<string, { key: string[]; values: number[] }>();

  constructor(private readonly size: number) {}

  add(key: string[], values: readonly number[]): void {
    const name = JSON.stringify(key);
    const known = this.byKey.get(name) ?? { key, values: new Array<number>(this.size).fill(0) };
    values.forEach((value, index) => (known.values[index] = (known.values[index] ?? 0) + value));
    this.byKey.set(name, known);
  }

  rows(textOf: (values: number[]) => string[]): string[][] {
    return [...this.byKey.values()].map(({ key, values }) => [...key, ...textOf(values)]);
  }
}
