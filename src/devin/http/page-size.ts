import { DevinError, isOutcome } from '../errors';

/** After so many pages that were small enough, larger ones are tried again: what was too large may have been one item. */
const pagesUntilLarger = 10;

/** How many items to ask for: fewer after an answer that was too large, down to one, and later more again. */
export class PageSize {
  private size: number;
  private pagesSince = 0;

  constructor(private readonly most: number) {
    this.size = most;
  }

  /** The answer for as many items as fit; throws the DevinError `too_large` where one item is too large. */
  async read(get: (items: number) => Promise<unknown>): Promise<unknown> {
    for (;;) {
      try {
        const answer = await get(this.size);
        this.grow();
        return answer;
      } catch (error) {
        if (!isOutcome(error, 'too_large')) throw error;
        if (this.size <= 1) throw ofOneItem(error);
        this.size = Math.floor(this.size / 2);
        this.pagesSince = 0;
      }
    }
  }

  private grow(): void {
    this.pagesSince += 1;
    if (this.pagesSince < pagesUntilLarger) return;
    this.pagesSince = 0;
    this.size = Math.min(this.size * 2, this.most);
  }
}

function ofOneItem({ facts }: DevinError): DevinError {
  return new DevinError({ ...facts, detail: `${facts.detail ?? ''} although one item alone was asked for` });
}
