import VError from 'verror';

/** A stream gives up after so many failures in a row: what fails for everybody is not asked of everybody. */
export const mostFailuresInARow = 20;

/** The failures of single slices: each stays behind alone, and the stream fails once everything else is read. */
export class Failures {
  private readonly errors = new Map<string, Error>();
  private inARow = 0;

  /** How many ids have failed. */
  get count(): number {
    return this.errors.size;
  }

  get tooMany(): boolean {
    return this.inARow >= mostFailuresInARow;
  }

  /** Takes down how one request for these ids ended; `error` is undefined where it succeeded. */
  note(ids: readonly string[], error: unknown): void {
    this.inARow = error === undefined ? 0 : this.inARow + 1;
    if (error === undefined) return;
    for (const id of ids) if (!this.errors.has(id)) this.errors.set(id, error as Error);
  }

  /** Throws when anything failed: how many of so many, who, and the first cause with its code and who must act. */
  throwIfAny(what: string, asked: number): void {
    const [first] = this.errors.values();
    if (first === undefined) return;
    const named = [...this.errors.keys()].slice(0, 3);
    const more = this.count > named.length ? ', …' : '';
    const rest = this.tooMany
      ? `; after ${mostFailuresInARow} failures in a row the others were not asked`
      : '';
    throw new VError(
      first,
      '%s',
      `${this.count} of ${asked} ${what} could not be read (${named.join(', ')}${more}) and will be read from ` +
        `where they are next time${rest}`,
    );
  }
}
