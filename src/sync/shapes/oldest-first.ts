/** So many stamps come in order by chance in one of 20! lists. */
const enoughSteps = 20;

/**
 * Finds out whether a list comes oldest first, as was asked.
 * Unverified: whether Devin honours `order`. It is believed once enough stamps have come in order, and none out of it.
 */
export class OldestFirst {
  private last = -Infinity;
  private steps = -1;
  private isInOrder = true;

  /** Takes down the stamp of the next entry. */
  note(stamp: number): void {
    if (stamp < this.last) this.isInOrder = false;
    if (stamp > this.last) this.steps += 1;
    this.last = stamp;
  }

  /** The last second of which no entry is still to come; undefined where nobody can tell. */
  get readThrough(): number | undefined {
    return this.isInOrder && this.steps >= enoughSteps ? this.last - 1 : undefined;
  }
}
