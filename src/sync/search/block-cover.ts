import { halvesByDay, type Block } from './block';
import { addDays, countDays, earlier, later, type DayRange } from '../days';

type Groups = (subjects: readonly string[]) => readonly (readonly string[])[];

/**
 * Blocks that cover the same subjects and days as the given ones, with as few blocks as were found. Each block has
 * all subjects of a group over some days. It joins days of the same subjects, or subjects with the same days.
 */
export function blocksCovering(blocks: readonly Block[], groups: Groups): Block[] {
  const asFound = joinConsecutive(blocks);
  const regrouped = new Cover(blocks, groups).blocks();
  return regrouped.length < asFound.length ? regrouped : asFound;
}

/** Joins blocks of the same subjects if their days are consecutive. */
export function joinConsecutive(blocks: readonly Block[]): Block[] {
  const byEnd = new Map<string, Block>();
  const key = (subjects: readonly string[], day: string) => JSON.stringify([day, ...subjects]);
  for (const block of [...blocks].sort((one, other) => (one.from < other.from ? -1 : 1))) {
    const keyBefore = key(block.subjects, addDays(block.from, -1));
    const from = byEnd.get(keyBefore)?.from ?? block.from;
    byEnd.delete(keyBefore);
    byEnd.set(key(block.subjects, block.to), { ...block, from });
  }
  return [...byEnd.values()];
}

/** Covers days by halves of halves. Groups are full if that saves a request. */
class Cover {
  private readonly range: DayRange;
  /** For each subject and each day of the range: how many earlier days must be covered. */
  private readonly countBefore = new Map<string, number[]>();

  constructor(
    blocks: readonly Block[],
    private readonly groups: Groups,
  ) {
    this.range = blocks.reduce(({ from, to }, block) => {
      return { from: earlier(from, block.from), to: later(to, block.to), subjects: [] };
    });
    const length = countDays(this.range.from, this.range.to);
    const days = new Map<string, boolean[]>();
    for (const { subjects, from, to } of blocks) {
      const first = this.indexOf(from);
      for (const subject of subjects) {
        const own = days.get(subject) ?? new Array<boolean>(length).fill(false);
        days.set(subject, own.fill(true, first, first + countDays(from, to)));
      }
    }
    for (const [subject, own] of days) {
      let count = 0;
      this.countBefore.set(subject, [0, ...own.map((isToCover) => (count += isToCover ? 1 : 0))]);
    }
  }

  blocks(): Block[] {
    return this.cover(this.range, [...this.countBefore.keys()]);
  }

  /** Covers the days of the subjects within the range. */
  private cover(range: DayRange, subjects: readonly string[]): Block[] {
    const first = this.indexOf(range.from);
    const length = countDays(range.from, range.to);
    const counts = subjects.map((subject) => this.count(subject, first, first + length));
    const whole = this.groups(subjects.filter((_, index) => counts[index] === length));
    const part = subjects.filter((_, index) => counts[index] !== 0 && counts[index] !== length);
    const atOnce = whole.map((group) => ({ ...range, subjects: group }));
    const last = whole.at(-1);
    if (last === undefined || length === 1) return [...atOnce, ...this.coverHalves(range, part)];
    // The last group is not full. Maybe its subjects fit into requests that are needed for some days anyway.
    const apart = [...atOnce, ...this.coverHalves(range, part)];
    const joined = [...atOnce.slice(0, -1), ...this.coverHalves(range, [...part, ...last])];
    return joined.length < apart.length ? joined : apart;
  }

  private coverHalves(range: DayRange, subjects: readonly string[]): Block[] {
    return subjects.length === 0 ? [] : halvesByDay(range).flatMap((half) => this.cover(half, subjects));
  }

  private count(subject: string, start: number, end: number): number {
    const before = this.countBefore.get(subject) ?? [];
    return (before[end] ?? 0) - (before[start] ?? 0);
  }

  private indexOf(day: string): number {
    return countDays(this.range.from, day) - 1;
  }
}
