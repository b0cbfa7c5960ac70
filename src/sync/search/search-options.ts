import type { Area } from './block';

/** A part whose answer is known: one subject on one day, or any number of them where every counter is zero. */
export interface Leaf<Answer> extends Area {
  readonly answer: Answer;
}

export interface SearchOptions<Answer> {
  /** The counters of an area, all subjects and days together. */
  readonly ask: (area: Area) => Promise<Answer>;
  /** 0 where every counter is zero; otherwise about how many events they count. */
  readonly weigh: (answer: Answer) => number;
  /** What to do where `ask` rejects: rethrow, or answer with the areas to ask instead. */
  readonly refused?: (area: Area, error: unknown) => readonly Area[];
  /** Told of each leaf that is found: how many subjects times days it covers. */
  readonly settled?: (size: number) => void;
  /** The subjects in groups that one request may ask for; all of them together where this is left out. */
  readonly groups?: (subjects: readonly string[]) => readonly (readonly string[])[];
  /** Requests already made on account of this area. */
  readonly spent?: number;
}

/** One group of all subjects; none where there is nobody, because a request for nobody is one for everybody. */
export function allTogether(subjects: readonly string[]): (readonly string[])[] {
  return subjects.length === 0 ? [] : [subjects];
}
