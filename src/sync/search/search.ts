import { daysOf, halvesByDay, sizeOf, type Block } from './block';
import { blocksCovering, joinConsecutive } from './block-cover';
import type { DayRange } from '../days';
import { allTogether, type AnsweredBlock, type SearchOptions } from './search-options';
import { countEach, type Counted } from './count-each';
import { countsOf, total, type Counts } from './counts';

/** Above this many events per subject and day it takes fewer requests to ask for each of them. */
const denseCount = 0.8;
/** Requests for more than one subject and day may add this share to those for single ones. */
const extraShare = 0.2;

/**
 * Every subject and day of a block, each with the answer for that very subject and day, or within a part that Devin
 * answered as zero altogether. At most 1.2 times as many requests as subjects times days, whatever the data.
 *
 * Asks for the whole, and halves what is not zero. What a whole counts beyond its one half the other half must count:
 * that saves the question what it counts, but never gives a value. Two things save most: who of several subjects is
 * busy in half the days takes fewer questions than one for each of them; and what must be zero is asked for last,
 * in as large parts as there are.
 */
export async function search<Answer>(
  block: Block,
  options: SearchOptions<Answer>,
): Promise<AnsweredBlock<Answer>[]> {
  return new Search(sizeOf(block) * extraShare - (options.spent ?? 0), options).run(block);
}

class Search<Answer> {
  private readonly answered: AnsweredBlock<Answer>[] = [];
  /** What must be zero, but has not been answered so. */
  private idle: Block[] = [];
  private isRefused = false;
  private failure: Error | undefined;

  /** `spare` is how many requests for more than one subject and day are allowed; each zero answer pays for more. */
  constructor(
    private spare: number,
    private readonly options: SearchOptions<Answer>,
  ) {}

  async run(block: Block): Promise<AnsweredBlock<Answer>[]> {
    const groups = this.options.groups ?? allTogether;
    const parts = groups(block.subjects).map((subjects) => ({ ...block, subjects }));
    const counts = await Promise.all(parts.map((part) => this.countEach(part)));
    // Whoever is busy is searched together, whichever group they were in.
    const busy = new Map(counts.flatMap((each) => [...this.onlyBusy(each, block)]));
    const together = groups([...busy.keys()]).map((subjects) => countsOf(subjects, busy));
    await Promise.all(together.map((each) => this.divide(each, block)));
    while (this.idle.length > 0) {
      // Where fewer subjects at once were answered than asked for, groups are not made larger again.
      const blocks = this.isRefused ? joinConsecutive(this.idle) : blocksCovering(this.idle, groups);
      this.idle = [];
      await Promise.all(blocks.map((each) => this.searchBlock(each)));
    }
    return this.answered;
  }

  private async searchBlock(block: Block): Promise<void> {
    await this.divide(await this.countEach(block), block);
  }

  /** Settles the subjects within the days, but for what must be zero. */
  private async divide(counts: Counts, range: DayRange): Promise<void> {
    const busy = this.onlyBusy(counts, range);
    const block = { subjects: [...busy.keys()], from: range.from, to: range.to };
    if (block.from === block.to || total(busy) >= sizeOf(block) * denseCount) {
      await this.askEach(block);
      return;
    }
    const [early, late] = halvesByDay(block);
    const isDay = early.from === early.to;
    const found = isDay ? await this.askEach(early) : await this.countEach(early, busy);
    const rest = new Map([...busy].map(([each, count]) => [each, count - (found.get(each) ?? 0)]));
    await Promise.all([isDay || this.divide(found, early), this.divide(rest, late)]);
  }

  /** The subjects that are not zero; those that must be zero are set aside. */
  private onlyBusy(counts: Counts, { from, to }: DayRange): Counts {
    const idle = [...counts].filter(([, count]) => count <= 0).map(([subject]) => subject);
    if (idle.length > 0) this.idle.push({ subjects: idle, from, to });
    return new Map([...counts].filter(([, count]) => count > 0));
  }

  private countEach(block: Block, most?: Counts): Promise<Counts> {
    return countEach(block, (part) => this.ask(part), most);
  }

  /** Asks for each subject and day by itself; answers with what each subject counts. */
  private async askEach({ subjects, from, to }: Block): Promise<Counts> {
    const ofSubject = async (subject: string) => {
      const days = await Promise.all(daysOf(subject, { from, to }).map((day) => this.ask(day)));
      return [subject, days.reduce((sum, { count }) => sum + count, 0)] as const;
    };
    return new Map(await Promise.all(subjects.map(ofSubject)));
  }

  /** Asks for a block; where it may not ask, or is refused, it settles the parts, which then count as nothing. */
  private async ask(block: Block): Promise<Counted> {
    if (this.failure !== undefined) throw this.failure;
    if (sizeOf(block) > 1 && this.spare < 2) await this.earnMore();
    if (sizeOf(block) > 1 && this.spare < 1) {
      await this.askEach(block);
      return { count: 0, isSettled: true };
    }
    if (sizeOf(block) > 1) this.spare -= 1;
    try {
      return this.counted(block, await this.options.ask(block));
    } catch (error) {
      await Promise.all(this.instead(block, error).map((part) => this.searchBlock(part)));
      return { count: 0, isSettled: true };
    }
  }

  /** The blocks to ask instead of one that was refused; throws where the search ends here. */
  private instead(block: Block, error: unknown): readonly Block[] {
    try {
      if (this.options.refused === undefined) throw error;
      this.isRefused = true;
      return this.options.refused(block, error);
    } catch (cause) {
      throw (this.failure = cause as Error);
    }
  }

  /** What must be zero pays for more requests when it is answered so. */
  private async earnMore(): Promise<void> {
    const [largest, ...others] = joinConsecutive(this.idle).sort((one, other) => sizeOf(other) - sizeOf(one));
    if (largest === undefined || sizeOf(largest) === 1) return;
    this.idle = others;
    await this.searchBlock(largest);
  }

  private counted(block: Block, answer: Answer): Counted {
    const count = this.options.countOf(answer);
    const size = sizeOf(block);
    if (count > 0 && size > 1) return { count, isSettled: false };
    if (size > 1) this.spare += size;
    this.answered.push({ ...block, answer });
    this.options.settled?.(size);
    return { count, isSettled: true };
  }
}
