import { halves, type Block } from './block';
import { countsOf, total, type Counts } from './counts';

/** The count of a block, and whether everything in it is settled. */
export interface Counted {
  readonly count: number;
  readonly isSettled: boolean;
}

type Ask = (block: Block) => Promise<Counted>;

/** Two subjects and their count together. The share of each is not known. */
interface Pair {
  readonly one: string;
  readonly other: string;
  readonly count: number;
}

/** What is known about the subjects of a block. */
interface Known {
  readonly counts: Map<string, number>;
  readonly pairs: Pair[];
  /** The maximum for each subject. */
  readonly most: Counts | undefined;
}

/**
 * The count of each subject within the block, without subjects that are settled during the search. It asks for all
 * subjects together, then for halves, down to pairs. Then it asks for one subject of every pair together, in the same
 * way. That needs fewer questions than one for each pair. No subject counts more than `most`.
 */
export async function countEach(block: Block, ask: Ask, most?: Counts): Promise<Counts> {
  const known: Known = { counts: new Map(), pairs: [], most };
  await countHalves(block, ask, known);
  const { counts, pairs } = known;
  if (pairs.length === 0) return counts;
  const limits = new Map(pairs.map(({ one, count }) => [one, Math.min(most?.get(one) ?? count, count)]));
  const found = await countEach({ ...block, subjects: [...limits.keys()] }, ask, limits);
  for (const { one, other, count } of pairs) {
    const own = found.get(one);
    if (own !== undefined) counts.set(one, own);
    counts.set(other, count - (own ?? 0));
  }
  return counts;
}

async function countHalves(block: Block, ask: Ask, known: Known, asked?: Counted): Promise<void> {
  const { count, isSettled } = asked ?? (await ask(block));
  if (isSettled) return;
  const certain = certainCounts(block, count, known.most);
  const [one = '', other = '', third] = block.subjects;
  if (certain) for (const [subject, own] of certain) known.counts.set(subject, own);
  else if (third === undefined) known.pairs.push({ one, other, count });
  else {
    const [half, otherHalf] = halves(block);
    const first = await ask(half);
    const rest = { count: count - first.count, isSettled: false };
    await Promise.all([countHalves(half, ask, known, first), countHalves(otherHalf, ask, known, rest)]);
  }
}

/** The count of each subject, if the sum is enough to know it. */
function certainCounts({ subjects }: Block, count: number, most: Counts | undefined): Counts | undefined {
  if (subjects.length === 1 || count <= 0) return new Map(subjects.map((each) => [each, count]));
  const limits = most && countsOf(subjects, most);
  return limits && count >= total(limits) ? limits : undefined;
}
