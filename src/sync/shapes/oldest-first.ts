/** This many timestamps are in order by chance in only one of 20! lists. */
const enoughSteps = 20;

/**
 * Finds out whether a list is in the requested order, oldest first.
 * Unverified: whether Devin respects `order`. The connector relies on it only after enough timestamps came in order,
 * and none out of order.
 */
export class OldestFirst {
  private last = -Infinity;
  private steps = -1;
  private isInOrder = true;

  /** Records the timestamp of the next entry. */
  note(stamp: number): void {
    if (stamp < this.last) this.isInOrder = false;
    if (stamp > this.last) this.steps += 1;
    this.last = stamp;
  }

  /** The last second for which all entries are read. Undefined if this cannot be known. */
  get readThrough(): number | undefined {
    return this.isInOrder && this.steps >= enoughSteps ? this.last - 1 : undefined;
  }
}
