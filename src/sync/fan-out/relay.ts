import type { ReadContext } from '../define';

/** Passes pages on while they are being read. Every reader gets all pages, also the ones before it started. */
export class Relay<Page> {
  private readonly pages: Page[] = [];
  private isOver = false;
  private wholeList = false;
  private readonly waiting: (() => void)[] = [];

  /** Whether the list was read to its end, without a failure. */
  get isWhole(): boolean {
    return this.wholeList;
  }

  /** Reads the pages of a list. Returns all of them, or throws the failure of the list. Call it once. */
  async take<Raw>(pages: AsyncIterable<Raw>, asPage: (raw: Raw) => Page): Promise<readonly Page[]> {
    try {
      for await (const raw of pages) {
        this.pages.push(asPage(raw));
        this.wake();
      }
      this.wholeList = true;
      return this.pages;
    } finally {
      this.isOver = true;
      this.wake();
    }
  }

  /** The pages as they come. It ends without an error when the list fails. */
  async *read(): AsyncGenerator<Page> {
    for (let index = 0; ; index += 1) {
      while (index >= this.pages.length && !this.isOver)
        await new Promise<void>((resolve) => this.waiting.push(resolve));
      if (index >= this.pages.length) return;
      yield this.pages[index] as Page;
    }
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** The relay of a list in this sync. All streams get the same one. */
export function relayOf<Page>({ once }: ReadContext, list: string): Promise<Relay<Page>> {
  return once(`pages of ${list}`, () => Promise.resolve(new Relay<Page>()));
}
