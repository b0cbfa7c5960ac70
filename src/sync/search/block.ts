import { addDays, countDays, eachDay, type DayRange } from '../days';

/** Some subjects over some days. */
export interface Block extends DayRange {
  readonly subjects: readonly string[];
}

/** The size: subjects times days. */
export function sizeOf({ subjects, from, to }: Block): number {
  return subjects.length * countDays(from, to);
}

/** A block in two halves: by subject if it has several, otherwise by day. */
export function halves(block: Block): [Block, Block] {
  return block.subjects.length > 1 ? halvesBySubject(block) : halvesByDay(block);
}

/** A range of days in two halves. The first one is the smaller one, because a single day needs no further halving. */
export function halvesByDay<Range extends DayRange>(range: Range): [Range, Range] {
  const middle = addDays(range.from, Math.floor(countDays(range.from, range.to) / 2));
  return [
    { ...range, to: addDays(middle, -1) },
    { ...range, from: middle },
  ];
}

/** Each day of a subject as its own block. */
export function daysOf(subject: string, { from, to }: DayRange): Block[] {
  return eachDay(from, to).map((day) => ({ subjects: [subject], from: day, to: day }));
}

function halvesBySubject(block: Block): [Block, Block] {
  const middle = Math.ceil(block.subjects.length / 2);
  return [
    { ...block, subjects: block.subjects.slice(0, middle) },
    { ...block, subjects: block.subjects.slice(middle) },
  ];
}
