import type { Block } from './block';

/** A part whose answer is known: one subject on one day, or any number of them where every counter is zero. */
export interface AnsweredBlock<Answer> extends Block {
  readonly answer: Answer;
}

export interface SearchOptions<Answer> {
  /** The counters of a block, all subjects and days together. */
  readonly ask: (block: Block) => Promise<Answer>;
  /** 0 where every counter is zero; otherwise about how many events they count. */
  readonly countOf: (answer: Answer) => number;
  /** What to do where `ask` rejects: rethrow, or answer with the blocks to ask instead. */
  readonly refused?: (block: Block, error: unknown) => readonly Block[];
  /** Told of each answered that is found: how many subjects times days it covers. */
  readonly settled?: (size: number) => void;
  /** The subjects in groups that one request may ask for; all of them together where this is left out. */
  readonly groups?: (subjects: readonly string[]) => readonly (readonly string[])[];
  /** Requests already made on account of this block. */
  readonly spent?: number;
}

/** One group of all subjects; none where there is nobody, because a request for nobody is one for everybody. */
export function allTogether(subjects: readonly string[]): (readonly string[])[] {
  return subjects.length === 0 ? [] : [subjects];
}
