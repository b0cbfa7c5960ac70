import { addDays, countDays, eachDay, type DayRange } from './days';

/** Part of what is searched: some subjects over some days. */
export interface Area extends DayRange {
  readonly subjects: readonly string[];
}

/** A part whose answer is known: one subject on one day, or any number of them where every counter is zero. */
export interface Leaf<Answer> extends Area {
  readonly answer: Answer;
}

export interface SearchOptions<Answer> {
  /** The counters of an area, all subjects and days together. */
  readonly ask: (area: Area) => Promise<Answer>;
  /** 0 where every counter is zero; otherwise about how many events they count. */
  readonly weigh: (answer: Answer) => number;
  /** What to do where `ask` rejects: rethrow, or answer with the areas to ask instead. */
  readonly refused?: (area: Area, error: unknown) => readonly Area[];
  /** Told of each leaf that is found: how many subjects times days it covers. */
  readonly settled?: (size: number) => void;
  /** Requests already made on account of this area. */
  readonly spent?: number;
}

/** Above this share of events per subject and day it takes fewer requests to ask for each of them. */
const denseShare = 0.5;
/** Requests for more than one subject and day may add this share to those for single ones. */
const extraShare = 0.2;

/**
 * Every subject and day of an area, each with the answer for that very subject and day, or within a part that Devin
 * answered as zero altogether. Asks for the whole and halves what is not zero; where one half accounts for all that
 * the whole counts or for less, that only decides what to ask next, never a value. At most 1.2 times as many
 * requests as subjects times days, whatever the data.
 */
export async function search<Answer>(area: Area, options: SearchOptions<Answer>): Promise<Leaf<Answer>[]> {
  return new Search(sizeOf(area) * extraShare - (options.spent ?? 0), options).visit(area);
}

/** An area in two halves: by subject while there are several, then by day. */
export function halves(area: Area): [Area, Area] {
  const { subjects, from, to } = area;
  if (subjects.length > 1) {
    const middle = Math.ceil(subjects.length / 2);
    return [
      { ...area, subjects: subjects.slice(0, middle) },
      { ...area, subjects: subjects.slice(middle) },
    ];
  }
  const middle = addDays(from, Math.ceil(countDays(from, to) / 2));
  return [
    { ...area, to: addDays(middle, -1) },
    { ...area, from: middle },
  ];
}

class Search<Answer> {
  /** `spare` is how many requests for more than one subject and day are allowed; each zero answer pays for more. */
  constructor(
    private spare: number,
    private readonly options: SearchOptions<Answer>,
  ) {}

  /** `expected` is what is left of the weight of a whole whose other half is known. */
  async visit(area: Area, expected = 0): Promise<Leaf<Answer>[]> {
    if (sizeOf(area) > 1 && expected > 0) return this.splitUp(area, expected);
    if (sizeOf(area) > 1 && this.spare < 1) return this.visitAll(singles(area));
    if (sizeOf(area) > 1) this.spare -= 1;
    try {
      const answer = await this.options.ask(area);
      const weight = this.options.weigh(answer);
      if (weight > 0 && sizeOf(area) > 1) return await this.splitUp(area, weight);
      if (weight === 0) this.spare += sizeOf(area) - 1;
      this.options.settled?.(sizeOf(area));
      return [{ ...area, answer }];
    } catch (error) {
      if (this.options.refused === undefined) throw error;
      return this.visitAll(this.options.refused(area, error));
    }
  }

  private async splitUp(area: Area, weight: number): Promise<Leaf<Answer>[]> {
    if (weight >= sizeOf(area) * denseShare) return this.visitAll(singles(area));
    const [one, other] = halves(area);
    const first = await this.visit(one);
    const found = first.reduce((sum, { answer }) => sum + this.options.weigh(answer), 0);
    return [...first, ...(await this.visit(other, weight - found))];
  }

  private async visitAll(areas: readonly Area[]): Promise<Leaf<Answer>[]> {
    return (await Promise.all(areas.map((area) => this.visit(area)))).flat();
  }
}

function sizeOf(area: Area): number {
  return area.subjects.length * countDays(area.from, area.to);
}

function singles(area: Area): Area[] {
  return area.subjects.flatMap((subject) =>
    eachDay(area.from, area.to).map((day) => ({ subjects: [subject], from: day, to: day })),
  );
}
