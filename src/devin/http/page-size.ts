import { DevinError, isOutcome } from '../errors';

/** After this many small enough pages, it tries larger ones again. Maybe only one item was too large. */
const pagesUntilLarger = 10;

/** The number of items to ask for: fewer after an answer that was too large, down to one, and later more again. */
export class PageSize {
  private size: number;
  private pagesSince = 0;

  constructor(private readonly most: number) {
    this.size = most;
  }

  /** The answer with as many items as possible. Throws the DevinError `too_large` if one item is too large. */
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
  return new DevinError({
    ...facts,
    detail: `${facts.detail ?? ''} although the request was for only one item`,
  });
}
