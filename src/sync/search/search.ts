import { daysOf, halvesByDay, sizeOf, type Block } from './block';
import { blocksCovering, joinConsecutive } from './block-cover';
import type { DayRange } from '../days';
import { allTogether, type AnsweredBlock, type SearchOptions } from './search-options';
import { countEach, type Counted } from './count-each';
import { countsOf, eventsIn, minus, nothing, sumOf, type Counts } from './counts';

/** Above this many events for each subject and day, one request for each of them is cheaper. */
const denseCount = 0.8;
/** Requests for several subjects or days may add this share to the requests for single ones. */
export const extraShare = 0.2;

/**
 * Every subject and day of a block. Each has the answer for exactly that subject and day, or belongs to a part that
 * Devin answered with zero. It needs at most 1.2 times as many requests as subjects times days, for any data.
 *
 * This is a group test. It asks for the whole block, and halves what is not zero. The count of one half follows from
 * the whole and the other half. That saves a request, but never gives a value. Two things save most. First, to find
 * the busy subjects in half the days needs fewer questions than one for each subject. Second, parts that must be zero
 * are asked for last, in parts as large as possible.
 */
export async function search<Answer>(
  block: Block,
  options: SearchOptions<Answer>,
): Promise<AnsweredBlock<Answer>[]> {
  return new Search(sizeOf(block) * extraShare - (options.spent ?? 0), options).run(block);
}

class Search<Answer> {
  private readonly answered: AnsweredBlock<Answer>[] = [];
  /** Blocks that must be zero, but that Devin has not answered yet. */
  private idle: Block[] = [];
  private isRefused = false;
  private failure: Error | undefined;

  /**
   * `spare` is the number of requests that are allowed for several subjects or days. Each zero answer allows more.
   */
  constructor(
    private spare: number,
    private readonly options: SearchOptions<Answer>,
  ) {}

  async run(block: Block): Promise<AnsweredBlock<Answer>[]> {
    const groups = this.options.groups ?? allTogether;
    const parts = groups(block.subjects).map((subjects) => ({ ...block, subjects }));
    const counts = await Promise.all(parts.map((part) => this.countEach(part)));
    // All busy subjects are searched together, from all groups.
    const busy = new Map(counts.flatMap((each) => [...this.onlyBusy(each, block)]));
    const together = groups([...busy.keys()]).map((subjects) => countsOf(subjects, busy));
    await Promise.all(together.map((each) => this.divide(each, block)));
    while (this.idle.length > 0) {
      // If Devin refused large groups, groups do not grow again.
      const blocks = this.isRefused ? joinConsecutive(this.idle) : blocksCovering(this.idle, groups);
      this.idle = [];
      await Promise.all(blocks.map((each) => this.searchBlock(each)));
    }
    return this.answered;
  }

  private async searchBlock(block: Block): Promise<void> {
    await this.divide(await this.countEach(block), block);
  }

  /** Settles the subjects within the days, without the ones that must be zero. */
  private async divide(counts: Counts, range: DayRange): Promise<void> {
    const busy = this.onlyBusy(counts, range);
    const block = { subjects: [...busy.keys()], from: range.from, to: range.to };
    if (block.from === block.to || eventsIn(sumOf(busy.values())) >= sizeOf(block) * denseCount) {
      await this.askEach(block);
      return;
    }
    const [early, late] = halvesByDay(block);
    const isDay = early.from === early.to;
    const found = isDay ? await this.askEach(early) : await this.countEach(early, busy);
    const rest = new Map(
      [...busy].map(([each, count]) => [each, minus(count, found.get(each) ?? nothing())]),
    );
    await Promise.all([isDay || this.divide(found, early), this.divide(rest, late)]);
  }

  /** The subjects that are not zero. The ones that must be zero are kept for later. */
  private onlyBusy(counts: Counts, { from, to }: DayRange): Counts {
    const idle = [...counts].filter(([, count]) => count.size === 0).map(([subject]) => subject);
    if (idle.length > 0) this.idle.push({ subjects: idle, from, to });
    return new Map([...counts].filter(([, count]) => count.size > 0));
  }

  private countEach(block: Block, most?: Counts): Promise<Counts> {
    return countEach(block, (part) => this.ask(part), most);
  }

  /** Asks for each subject and day alone. Returns the count of each subject. */
  private async askEach({ subjects, from, to }: Block): Promise<Counts> {
    const ofSubject = async (subject: string) => {
      const days = await Promise.all(daysOf(subject, { from, to }).map((day) => this.ask(day)));
      return [subject, sumOf(days.map(({ count }) => count))] as const;
    };
    return new Map(await Promise.all(subjects.map(ofSubject)));
  }

  /** Asks for a block. If it may not ask, or if Devin refuses, it settles the parts, which then count as zero. */
  private async ask(block: Block): Promise<Counted> {
    if (this.failure !== undefined) throw this.failure;
    if (sizeOf(block) > 1 && this.spare < 2) await this.earnMore();
    if (sizeOf(block) > 1 && this.spare < 1) {
      await this.askEach(block);
      return { count: nothing(), isSettled: true };
    }
    if (sizeOf(block) > 1) this.spare -= 1;
    try {
      return this.counted(block, await this.options.ask(block));
    } catch (error) {
      await Promise.all(this.instead(block, error).map((part) => this.searchBlock(part)));
      return { count: nothing(), isSettled: true };
    }
  }

  /** The blocks to ask instead of a block that Devin refused. Throws if the search ends here. */
  private instead(block: Block, error: unknown): readonly Block[] {
    try {
      if (this.options.refused === undefined) throw error;
      this.isRefused = true;
      return this.options.refused(block, error);
    } catch (cause) {
      throw (this.failure = cause as Error);
    }
  }

  /** A zero answer allows more requests, so a block that must be zero is asked for now. */
  private async earnMore(): Promise<void> {
    const [largest, ...others] = joinConsecutive(this.idle).sort((one, other) => sizeOf(other) - sizeOf(one));
    if (largest === undefined || sizeOf(largest) === 1) return;
    this.idle = others;
    await this.searchBlock(largest);
  }

  private counted(block: Block, answer: Answer): Counted {
    const count = this.options.countOf(answer);
    const size = sizeOf(block);
    if (count.size > 0 && size > 1) return { count, isSettled: false };
    const unknown = this.options.unknownIn?.(block) ?? size;
    if (size > 1) this.spare += unknown;
    this.answered.push({ ...block, answer });
    this.options.settled?.(unknown);
    return { count, isSettled: true };
  }
}
