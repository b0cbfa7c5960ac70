import { sizeOf, type Block } from './block';
import { eventsIn, nothing, sumOf, type Count } from './counts';
import { HintedDays, type Hint } from './hinted-days';
import { KnownDays } from './known-days';
import { worthwhileRequests, type Lags } from './lags';
import { extraShare, search } from './search';
import { allTogether, type AnsweredBlock, type SearchOptions } from './search-options';
import type { Day, DayRange } from '../days';
import type { Counters } from '../fields/record-reader';

/** Where hints come from. */
export interface Hints<Answer> {
  /** The hints for the subjects of a block. It costs at most so many requests, and never rejects. */
  readonly read: (block: Block, mostRequests: number) => Promise<readonly Hint[]>;
  /** Shared by all searches of a stream. */
  readonly lags: Lags;
  /** Every counter of an answer that is not 0. */
  readonly counters: (answer: Answer) => Counters;
}

/**
 * The same result as `search`, with fewer requests if hints are right. Each group of subjects is asked for first. For
 * the groups that are not zero, the hinted days are asked for, and then the groups again. A group has nothing else if
 * every counter of it is the sum of its known days. If it is not, the ordinary search finds the rest. So a hint decides
 * only what is asked first. The second answer must be the later one: an event that Devin counts late is then in the
 * whole, and cannot hide one that was not found.
 */
export async function searchWithHints<Answer>(
  block: Block,
  options: SearchOptions<Answer>,
  hints: Hints<Answer> | undefined,
): Promise<AnsweredBlock<Answer>[]> {
  return hints ? new HintedSearch(options, hints).run(block) : search(block, options);
}

/** A group of subjects with its first answer. There is none if Devin refused. */
type First<Answer> = Block & { readonly answer?: Answer };

class HintedSearch<Answer> {
  private readonly known: KnownDays<Answer>;
  private readonly firstAnswers = new Map<string, Promise<Answer>>();

  constructor(
    private readonly options: SearchOptions<Answer>,
    private readonly hints: Hints<Answer>,
  ) {
    this.known = new KnownDays({ countOf: options.countOf, counters: hints.counters });
  }

  async run(block: Block): Promise<AnsweredBlock<Answer>[]> {
    const { groups = allTogether, spent = 0 } = this.options;
    const parts = groups(block.subjects).map((subjects) => ({ ...block, subjects }));
    // So small that the ordinary search would not ask for groups either.
    if (sizeOf(block) * extraShare < spent + parts.length + 1) return search(block, this.options);
    const firsts = await Promise.all(parts.map((part) => this.askFirst(part)));
    const zero = firsts.filter((first): first is AnsweredBlock<Answer> => this.isZero(first));
    const others = firsts.filter((first) => !this.isZero(first));
    this.options.settled?.(zero.reduce((sum, each) => sum + sizeOf(each), 0));
    await this.askHinted(block, others);
    const subjects = others.flatMap((first) => first.subjects);
    const again = others.filter((first) => this.isExplained(first)).length;
    const left = await this.searchLeft({ ...block, subjects }, spent + again);
    return [...zero, ...this.known.blocks(), ...left];
  }

  private async askFirst(part: Block): Promise<First<Answer>> {
    const asked = this.options.ask(part);
    this.firstAnswers.set(keyOf(part), asked);
    // The search meets a refusal again, and finds out what it means.
    const answer = await asked.catch(() => undefined);
    return answer === undefined ? part : { ...part, answer };
  }

  private isZero({ answer }: First<Answer>): boolean {
    return answer !== undefined && this.options.countOf(answer).size === 0;
  }

  /** A group that Devin refused gets no hints: one of its subjects may fail, and should not fail for each hint. */
  private async askHinted(range: DayRange, firsts: readonly First<Answer>[]): Promise<void> {
    const { hints, options } = this;
    const answered = firsts.filter((first): first is AnsweredBlock<Answer> => first.answer !== undefined);
    const block = { ...range, subjects: answered.flatMap(({ subjects }) => subjects) };
    const events = eventsIn(sumOf(answered.map(({ answer }) => options.countOf(answer))));
    const mostRequests = worthwhileRequests(events, sizeOf(block));
    if (mostRequests === 0) return;
    await hints.lags.inTurn(async () => {
      const found = await hints.read(block, mostRequests);
      const known = new Set(block.subjects);
      const own = found.filter(({ subject }) => known.has(subject));
      await new HintedDays(range, hints.lags, (subject, day) => this.askDay(subject, day)).follow(own);
    });
  }

  private async askDay(subject: string, day: Day): Promise<number | undefined> {
    const block = { subjects: [subject], from: day, to: day };
    try {
      const answer = await this.options.ask(block);
      this.known.add(subject, day, answer);
      this.options.settled?.(1);
      return eventsIn(this.options.countOf(answer));
    } catch (error) {
      if (this.options.refused === undefined) throw error;
      this.options.refused(block, error);
      return undefined;
    }
  }

  /** Searches everything that the known days do not explain. */
  private async searchLeft(block: Block, spent: number): Promise<AnsweredBlock<Answer>[]> {
    const { known, options } = this;
    const found = await search<Left<Answer>>(block, {
      ...options,
      ask: (part) => this.askLeft(part),
      countOf: ({ unexplained }) => unexplained,
      unknownIn: (part) => sizeOf(part) - known.countIn(part),
      spent,
    });
    return found.flatMap(({ answer: { answer }, ...part }) => known.without({ ...part, answer }));
  }

  private async askLeft(part: Block): Promise<Left<Answer>> {
    const { known, options, firstAnswers } = this;
    const alone = sizeOf(part) === 1 ? known.get(part.subjects[0] ?? '', part.from) : undefined;
    if (alone !== undefined) return { answer: alone, unexplained: nothing() };
    const first = await firstAnswers.get(keyOf(part));
    // It shows that something is left. Only a later answer proves that nothing is.
    const isEnough = first !== undefined && !this.isExplained({ ...part, answer: first });
    firstAnswers.delete(keyOf(part));
    const answer = isEnough ? first : await options.ask(part);
    return { answer, unexplained: known.unexplained(part, answer) };
  }

  private isExplained({ answer, ...part }: First<Answer>): boolean {
    return answer !== undefined && this.known.unexplained(part, answer).size === 0;
  }
}

/** An answer, and its events that the known days do not explain. */
interface Left<Answer> {
  readonly answer: Answer;
  readonly unexplained: Count;
}

function keyOf({ subjects, from, to }: Block): string {
  return JSON.stringify([from, to, ...subjects]);
}
