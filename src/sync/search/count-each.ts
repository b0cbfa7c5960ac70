import { halves, type Area } from './block';
import { only, total, type Weights } from './counts';

/** What an area counts altogether, and whether everything in it is settled. */
export interface Weighed {
  readonly weight: number;
  readonly isSettled: boolean;
}

type Ask = (area: Area) => Promise<Weighed>;

/** Two subjects, and what they count together: nobody knows which of them. */
interface Pair {
  readonly one: string;
  readonly other: string;
  readonly weight: number;
}

/** What is known of the subjects of an area. */
interface Known {
  readonly weights: Map<string, number>;
  readonly pairs: Pair[];
  /** Nobody counts more. */
  readonly most: Weights | undefined;
}

/**
 * What each subject must count within the area, without those that are settled on the way. Asks for all together, then for
 * halves of them down to pairs. Which one of a pair it is, is asked for all pairs together in the same way: that takes fewer
 * questions than one for each pair. Nobody counts more than `most`.
 */
export async function weighEach(area: Area, ask: Ask, most?: Weights): Promise<Weights> {
  const known: Known = { weights: new Map(), pairs: [], most };
  await weighHalves(area, ask, known);
  const { weights, pairs } = known;
  if (pairs.length === 0) return weights;
  const limits = new Map(pairs.map(({ one, weight }) => [one, Math.min(most?.get(one) ?? weight, weight)]));
  const found = await weighEach({ ...area, subjects: [...limits.keys()] }, ask, limits);
  for (const { one, other, weight } of pairs) {
    const own = found.get(one);
    if (own !== undefined) weights.set(one, own);
    weights.set(other, weight - (own ?? 0));
  }
  return weights;
}

async function weighHalves(area: Area, ask: Ask, known: Known, asked?: Weighed): Promise<void> {
  const { weight, isSettled } = asked ?? (await ask(area));
  if (isSettled) return;
  const certain = weightsWithoutDoubt(area, weight, known.most);
  const [one = '', other = '', third] = area.subjects;
  if (certain) for (const [subject, own] of certain) known.weights.set(subject, own);
  else if (third === undefined) known.pairs.push({ one, other, weight });
  else {
    const [half, otherHalf] = halves(area);
    const first = await ask(half);
    const rest = { weight: weight - first.weight, isSettled: false };
    await Promise.all([weighHalves(half, ask, known, first), weighHalves(otherHalf, ask, known, rest)]);
  }
}

/** What each subject counts, where their sum says so. */
function weightsWithoutDoubt(
  { subjects }: Area,
  weight: number,
  most: Weights | undefined,
): Weights | undefined {
  if (subjects.length === 1 || weight <= 0) return new Map(subjects.map((each) => [each, weight]));
  const limits = most && only(subjects, most);
  return limits && weight >= total(limits) ? limits : undefined;
}
