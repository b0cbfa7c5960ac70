import VError from 'verror';

/** A stream gives up after so many failures in a row: what fails for everybody is not asked of everybody. */
export const mostFailuresInARow = 20;

/** The failures of single slices: each stays behind alone, and the stream fails once everything else is read. */
export class Failures {
  private readonly failed: { id: string; error: Error }[] = [];
  private inARow = 0;

  get count(): number {
    return this.failed.length;
  }

  get tooMany(): boolean {
    return this.inARow >= mostFailuresInARow;
  }

  /** Takes down how one slice ended; `error` is undefined where it succeeded. */
  note(id: string, error: unknown): void {
    this.inARow = error === undefined ? 0 : this.inARow + 1;
    if (error === undefined) return;
    this.failed.push({ id, error: error as Error });
  }

  /** Throws when anything failed: how many, who, and the first cause with its code and who must act. */
  throwIfAny(what: string, asked: number): void {
    const [first] = this.failed;
    if (first === undefined) return;
    const named = this.failed.slice(0, 3).map(({ id }) => id);
    const more = this.failed.length > named.length ? ', …' : '';
    const rest = this.tooMany
      ? `; after ${mostFailuresInARow} failures in a row the others were not asked`
      : '';
    throw new VError(
      first.error,
      '%s',
      `${this.failed.length} of ${asked} ${what} could not be read (${named.join(', ')}${more}) and will be read from ` +
        `where they are next time${rest}`,
    );
  }
}
