import { daysOf, halvesByDay, sizeOf, type Area } from './block';
import { coverOf, joined } from './block-cover';
import type { DayRange } from '../days';
import { allTogether, type Leaf, type SearchOptions } from './search-options';
import { weighEach, type Weighed } from './count-each';
import { only, total, type Weights } from './counts';

/** Above this many events per subject and day it takes fewer requests to ask for each of them. */
const denseWeight = 0.8;
/** Requests for more than one subject and day may add this share to those for single ones. */
const extraShare = 0.2;

/**
 * Every subject and day of an area, each with the answer for that very subject and day, or within a part that Devin
 * answered as zero altogether. At most 1.2 times as many requests as subjects times days, whatever the data.
 *
 * Asks for the whole, and halves what is not zero. What a whole counts beyond its one half the other half must count:
 * that saves the question what it counts, but never gives a value. Two things save most: who of several subjects is
 * busy in half the days takes fewer questions than one for each of them; and what must be zero is asked for last,
 * in as large parts as there are.
 */
export async function search<Answer>(area: Area, options: SearchOptions<Answer>): Promise<Leaf<Answer>[]> {
  return new Search(sizeOf(area) * extraShare - (options.spent ?? 0), options).run(area);
}

class Search<Answer> {
  private readonly leaves: Leaf<Answer>[] = [];
  /** What must be zero, but has not been answered so. */
  private idle: Area[] = [];
  private isRefused = false;
  private failure: Error | undefined;

  /** `spare` is how many requests for more than one subject and day are allowed; each zero answer pays for more. */
  constructor(
    private spare: number,
    private readonly options: SearchOptions<Answer>,
  ) {}

  async run(area: Area): Promise<Leaf<Answer>[]> {
    const groups = this.options.groups ?? allTogether;
    const parts = groups(area.subjects).map((subjects) => ({ ...area, subjects }));
    const weights = await Promise.all(parts.map((part) => this.weighEach(part)));
    // Whoever is busy is searched together, whichever group they were in.
    const busy = new Map(weights.flatMap((each) => [...this.onlyBusy(each, area)]));
    const together = groups([...busy.keys()]).map((subjects) => only(subjects, busy));
    await Promise.all(together.map((each) => this.divide(each, area)));
    while (this.idle.length > 0) {
      // Where fewer subjects at once were answered than asked for, groups are not made larger again.
      const areas = this.isRefused ? joined(this.idle) : coverOf(this.idle, groups);
      this.idle = [];
      await Promise.all(areas.map((each) => this.visit(each)));
    }
    return this.leaves;
  }

  private async visit(area: Area): Promise<void> {
    await this.divide(await this.weighEach(area), area);
  }

  /** Settles the subjects within the days, but for what must be zero. */
  private async divide(weights: Weights, range: DayRange): Promise<void> {
    const busy = this.onlyBusy(weights, range);
    const area = { subjects: [...busy.keys()], from: range.from, to: range.to };
    if (area.from === area.to || total(busy) >= sizeOf(area) * denseWeight) {
      await this.askEach(area);
      return;
    }
    const [early, late] = halvesByDay(area);
    const isDay = early.from === early.to;
    const found = isDay ? await this.askEach(early) : await this.weighEach(early, busy);
    const rest = new Map([...busy].map(([each, weight]) => [each, weight - (found.get(each) ?? 0)]));
    await Promise.all([isDay || this.divide(found, early), this.divide(rest, late)]);
  }

  /** The subjects that are not zero; those that must be zero are set aside. */
  private onlyBusy(weights: Weights, { from, to }: DayRange): Weights {
    const idle = [...weights].filter(([, weight]) => weight <= 0).map(([subject]) => subject);
    if (idle.length > 0) this.idle.push({ subjects: idle, from, to });
    return new Map([...weights].filter(([, weight]) => weight > 0));
  }

  private weighEach(area: Area, most?: Weights): Promise<Weights> {
    return weighEach(area, (part) => this.ask(part), most);
  }

  /** Asks for each subject and day by itself; answers with what each subject counts. */
  private async askEach({ subjects, from, to }: Area): Promise<Weights> {
    const ofSubject = async (subject: string) => {
      const days = await Promise.all(daysOf(subject, { from, to }).map((day) => this.ask(day)));
      return [subject, days.reduce((sum, { weight }) => sum + weight, 0)] as const;
    };
    return new Map(await Promise.all(subjects.map(ofSubject)));
  }

  /** Asks for an area; where it may not ask, or is refused, it settles the parts, which then count as nothing. */
  private async ask(area: Area): Promise<Weighed> {
    if (this.failure !== undefined) throw this.failure;
    if (sizeOf(area) > 1 && this.spare < 2) await this.earnMore();
    if (sizeOf(area) > 1 && this.spare < 1) {
      await this.askEach(area);
      return { weight: 0, isSettled: true };
    }
    if (sizeOf(area) > 1) this.spare -= 1;
    try {
      return this.weighed(area, await this.options.ask(area));
    } catch (error) {
      await Promise.all(this.instead(area, error).map((part) => this.visit(part)));
      return { weight: 0, isSettled: true };
    }
  }

  /** The areas to ask instead of one that was refused; throws where the search ends here. */
  private instead(area: Area, error: unknown): readonly Area[] {
    try {
      if (this.options.refused === undefined) throw error;
      this.isRefused = true;
      return this.options.refused(area, error);
    } catch (cause) {
      throw (this.failure = cause as Error);
    }
  }

  /** What must be zero pays for more requests when it is answered so. */
  private async earnMore(): Promise<void> {
    const [largest, ...others] = joined(this.idle).sort((one, other) => sizeOf(other) - sizeOf(one));
    if (largest === undefined || sizeOf(largest) === 1) return;
    this.idle = others;
    await this.visit(largest);
  }

  private weighed(area: Area, answer: Answer): Weighed {
    const weight = this.options.weigh(answer);
    const size = sizeOf(area);
    if (weight > 0 && size > 1) return { weight, isSettled: false };
    if (size > 1) this.spare += size;
    this.leaves.push({ ...area, answer });
    this.options.settled?.(size);
    return { weight, isSettled: true };
  }
}
