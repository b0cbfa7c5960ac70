import type { Block } from './block';
import { minus, nothing, sumOf, type Count } from './counts';
import type { AnsweredBlock } from './search-options';
import { addDays, type Day, type DayRange } from '../days';
import type { Counters } from '../fields/record-reader';

/** What an answer counts. */
export interface Counting<Answer> {
  /** Nothing if every counter is zero, otherwise about the events of each kind. */
  readonly countOf: (answer: Answer) => Count;
  /** Every counter that is not 0, so that answers can be compared completely. */
  readonly counters: (answer: Answer) => Counters;
}

/** The answers for single subjects and days that a search starts with. */
export class KnownDays<Answer> {
  private readonly bySubject = new Map<string, Map<Day, Answer>>();

  constructor(private readonly counting: Counting<Answer>) {}

  get(subject: string, day: Day): Answer | undefined {
    return this.bySubject.get(subject)?.get(day);
  }

  add(subject: string, day: Day, answer: Answer): void {
    const days = this.bySubject.get(subject) ?? new Map<Day, Answer>();
    this.bySubject.set(subject, days.set(day, answer));
  }

  /** The known answers within a block that are not zero. */
  activeIn(block: Block): Answer[] {
    return this.within(block).filter((answer) => this.counting.countOf(answer).size > 0);
  }

  /**
   * The events of a block that the known days do not explain. There are none only if every counter of the answer is the
   * sum of the known ones. Otherwise there is at least one, also if the known days have more than the whole.
   */
  unexplained(block: Block, answer: Answer): Count {
    const { countOf, counters } = this.counting;
    const known = this.activeIn(block);
    if (isEqual(counters(answer), sumOf(known.map(counters)))) return nothing();
    const rest = minus(countOf(answer), sumOf(known.map(countOf)));
    return rest.size > 0 ? rest : new Map([['unknown', 1]]);
  }

  /** Each known day as its own block. */
  blocks(): AnsweredBlock<Answer>[] {
    return [...this.bySubject].flatMap(([subject, days]) =>
      [...days].map(([day, answer]) => ({ subjects: [subject], from: day, to: day, answer })),
    );
  }

  /** The block without its known days. Everything left in it is zero. */
  without({ answer, ...block }: AnsweredBlock<Answer>): AnsweredBlock<Answer>[] {
    if (this.countIn(block) === 0) return [{ ...block, answer }];
    const zero = asZero(answer);
    return block.subjects.flatMap((subject) => {
      const known = [...(this.bySubject.get(subject)?.keys() ?? [])];
      return gapsBetween(known, block).map((gap) => ({ ...gap, subjects: [subject], answer: zero }));
    });
  }

  /** The number of known days in a block. */
  countIn(block: Block): number {
    return this.within(block).length;
  }

  private within({ subjects, from, to }: Block): Answer[] {
    const known = subjects.map((subject) => this.bySubject.get(subject)).filter((days) => days !== undefined);
    return known.flatMap((days) => answersOf(days, from, to));
  }
}

function answersOf<Answer>(days: ReadonlyMap<Day, Answer>, from: Day, to: Day): Answer[] {
  return [...days].filter(([day]) => from <= day && day <= to).map(([, answer]) => answer);
}

function isEqual(one: Counters, other: Counters): boolean {
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);
}

/** The ranges of days without the given days. */
function gapsBetween(days: readonly Day[], { from, to }: DayRange): DayRange[] {
  const inside = days.filter((day) => from <= day && day <= to).sort();
  const starts = [from, ...inside.map((day) => addDays(day, 1))];
  const ends = [...inside.map((day) => addDays(day, -1)), to];
  return starts
    .map((start, index) => ({ from: start, to: ends[index] ?? to }))
    .filter((gap) => gap.from <= gap.to);
}

/** The answer with 0 in place of every number. */
function asZero<Value>(value: Value): Value {
  if (typeof value === 'number') return 0 as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asZero(part)])) as Value;
}
