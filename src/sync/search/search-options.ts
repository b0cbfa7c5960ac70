import type { Block } from './block';
import type { Count } from './counts';

/** A part with a known answer: one subject on one day, or any size if every counter is zero. */
export interface AnsweredBlock<Answer> extends Block {
  readonly answer: Answer;
}

export interface SearchOptions<Answer> {
  /** The counters of a block, for all its subjects and days together. */
  readonly ask: (block: Block) => Promise<Answer>;
  /** Nothing if every counter is zero, otherwise about the number of events. */
  readonly countOf: (answer: Answer) => Count;
  /** What to do if `ask` rejects: throw again, or return the blocks to ask instead. */
  readonly refused?: (block: Block, error: unknown) => readonly Block[];
  /** Called for each settled part with its size: subjects times days, without those that were known before. */
  readonly settled?: (size: number) => void;
  /** How many subjects and days of a part were not known before. By default all. */
  readonly unknownIn?: (part: Block) => number;
  /** The subjects in groups that fit into one request. By default all of them are one group. */
  readonly groups?: (subjects: readonly string[]) => readonly (readonly string[])[];
  /** Requests that were already sent for this block. */
  readonly spent?: number;
}

/**
 * One group of all subjects. No group if there are no subjects, because a request without subjects asks for
 * everybody.
 */
export function allTogether(subjects: readonly string[]): (readonly string[])[] {
  return subjects.length === 0 ? [] : [subjects];
}
