import { halves, type Block } from './block';
import { least, minus, nothing, sumOf, type Count, type Counts } from './counts';
import type { DayRange } from '../days';

/** The count of a block, and whether everything in it is settled. */
export interface Counted {
  readonly count: Count;
  readonly isSettled: boolean;
}

type Ask = (block: Block) => Promise<Counted>;

/** Two subjects and the part of their count whose shares are not known. */
interface Pair {
  readonly one: string;
  readonly other: string;
  readonly count: Count;
}

/**
 * The count of each subject within the block, without subjects that are settled during the search. It asks for all
 * subjects together, then for halves, down to pairs. Then it asks for one subject of every pair together, in the same
 * way. That needs fewer questions than one for each pair. No subject counts more than `most`. Every kind of events is
 * counted by itself: a kind that only one of some subjects can have needs no more questions.
 */
export async function countEach(block: Block, ask: Ask, most?: Counts): Promise<Counts> {
  const { subjects } = block;
  const first = await ask(block);
  if (first.isSettled) return new Map();
  if (subjects.length === 1) return new Map(subjects.map((subject) => [subject, first.count]));
  const open = new Map(subjects.map((subject) => [subject, most?.get(subject) ?? first.count]));
  const counting = new Counting(block, ask, open);
  await counting.share(subjects, first.count);
  await counting.dividePairs();
  return counting.known;
}

class Counting {
  /** What each subject has at least. */
  readonly known = new Map<string, Count>();
  private readonly pairs: Pair[] = [];

  /** `open` is how much each subject can have beyond what is known. */
  constructor(
    private readonly range: DayRange,
    private readonly ask: Ask,
    private readonly open: Map<string, Count>,
  ) {
    for (const subject of open.keys()) this.known.set(subject, nothing());
  }

  /** Finds out how the subjects share what is not known of them, down to pairs. */
  async share(subjects: readonly string[], rest: Count): Promise<void> {
    const unclear = this.settleKinds(subjects, rest);
    const sharing = subjects.filter((subject) => this.openOf(subject).size > 0);
    const [one, other, third] = sharing;
    if (one === undefined || other === undefined) return;
    if (third === undefined) {
      this.pairs.push({ one, other, count: unclear });
      return;
    }
    const [half, otherHalf] = halves({ ...this.range, subjects: sharing });
    const first = await this.askRest(half);
    await Promise.all([
      first && this.share(half.subjects, first),
      this.share(otherHalf.subjects, minus(unclear, first ?? nothing())),
    ]);
  }

  /** Finds out what the first of each pair has. The other one has the rest. */
  async dividePairs(): Promise<void> {
    if (this.pairs.length === 0) return;
    const limits = this.pairs.map(({ one, count }) => {
      return [one, sumOf([this.knownOf(one), least(count, this.openOf(one))])] as const;
    });
    const block = { ...this.range, subjects: limits.map(([one]) => one) };
    const found = await countEach(block, this.ask, new Map(limits));
    for (const { one, other, count } of this.pairs) {
      const own = found.get(one);
      const share = minus(own ?? nothing(), this.knownOf(one));
      if (own === undefined) this.known.delete(one);
      else this.known.set(one, own);
      this.known.set(other, sumOf([this.knownOf(other), minus(count, share)]));
    }
  }

  /** What some subjects have beyond what is known. Undefined if they are settled. */
  private async askRest(block: Block): Promise<Count | undefined> {
    const { count, isSettled } = await this.ask(block);
    if (!isSettled) return minus(count, sumOf(block.subjects.map((subject) => this.knownOf(subject))));
    for (const subject of block.subjects) this.known.delete(subject);
    return undefined;
  }

  /** Settles the kinds that only one of the subjects can have, or all or none of them has. Returns the others. */
  private settleKinds(subjects: readonly string[], rest: Count): Count {
    const unclear = new Map<string, number>();
    for (const kind of new Set(subjects.flatMap((subject) => [...this.openOf(subject).keys()]))) {
      const able = subjects.filter((subject) => this.openOf(subject).has(kind));
      const most = sumOf(able.map((subject) => this.openOf(subject))).get(kind) ?? 0;
      const events = rest.get(kind) ?? 0;
      if (able.length > 1 && events > 0 && events < most) unclear.set(kind, events);
      else for (const subject of able) this.settle(subject, kind, events);
    }
    return unclear;
  }

  private settle(subject: string, kind: string, events: number): void {
    const open = new Map(this.openOf(subject));
    const own = least(open, new Map([[kind, events]]));
    open.delete(kind);
    this.open.set(subject, open);
    this.known.set(subject, sumOf([this.knownOf(subject), own]));
  }

  private knownOf(subject: string): Count {
    return this.known.get(subject) ?? nothing();
  }

  private openOf(subject: string): Count {
    return this.open.get(subject) ?? nothing();
  }
}
