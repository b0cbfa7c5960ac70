import { isOutcome } from '../../devin/errors';
import type { ReadContext } from '../define';
import { IndexPart } from './index-part';
import type { IndexedList } from './indexed-list';

/** A page is not tried longer than this: without hints, a search only needs more requests. */
const limits = { maxAttempts: 5, totalMs: 60_000, isOptional: true };

/** Year 9999. Later instants are no dates. */
const lastInstant = 253_402_300_800;

/** A span of time in Unix seconds, without its end. */
export interface Span {
  readonly after: number;
  readonly before: number;
}

/** What one stream reads of an index. */
export interface IndexReading {
  readonly span: Span;
  /** The start of the days that are asked for. The span begins before it. */
  readonly from: number;
  /** Whether another page is worthwhile after so many pages, with what is known by then. */
  readonly isWorthwhile: (pages: number, known: IndexPart) => boolean;
}

/** Entries that a stream reads anyway. */
export interface Feed {
  readonly add: (page: readonly unknown[]) => void;
  /** No more pages come. */
  readonly end: () => void;
}

/** The pages of a span. */
interface Pages {
  readonly entries: IndexPart;
  readonly pages: AsyncGenerator<unknown[]>;
  count: number;
  isOver: boolean;
  /** Settled when nobody reads. */
  turn: Promise<void>;
}

/**
 * What is known of a list in one sync, for all streams together. Reading never fails: what cannot be read is not known.
 */
export class ListIndex {
  private readonly bySpan = new Map<string, Pages>();
  private fed:
    { readonly entries: IndexPart; readonly from: number; readonly ended: Promise<void> } | undefined;
  private isUnreadable = false;

  constructor(private readonly list: IndexedList) {}

  /** The index of this sync. */
  static of(list: IndexedList, { once }: ReadContext): Promise<ListIndex> {
    return once(`index of ${list.name}`, () => Promise.resolve(new ListIndex(list)));
  }

  /** A stream reads all entries that were created from then on, in Unix seconds. They are not read twice. */
  feed(from: number): Feed {
    const entries = new IndexPart(this.list, { after: from, before: lastInstant });
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.fed = { entries, from, ended };
    return { add: (page) => void entries.add(page), end };
  }

  /** The entries of a span, as far as it is worthwhile to read them. */
  async read(
    { span, from, isWorthwhile }: IndexReading,
    context: ReadContext,
  ): Promise<readonly IndexPart[]> {
    const { fed } = this;
    const parts: IndexPart[] = [];
    if (fed === undefined || from < fed.from) {
      const pages = this.pagesOf({ ...span, before: Math.min(span.before, fed?.from ?? Infinity) }, context);
      parts.push(pages.entries);
      pages.turn = pages.turn.then(async () => {
        while (this.isLeft(pages) && isWorthwhile(pages.count, pages.entries))
          await this.readPage(pages, context);
      });
      await pages.turn;
    }
    if (fed === undefined || span.before <= fed.from) return parts;
    await fed.ended;
    return [...parts, fed.entries];
  }

  private isLeft({ isOver }: Pages): boolean {
    return !this.isUnreadable && !isOver;
  }

  private pagesOf(span: Span, { client, scope }: ReadContext): Pages {
    const key = `${span.after} ${span.before}`;
    const pages = this.bySpan.get(key) ?? {
      entries: new IndexPart(this.list, span),
      pages: client.pages(this.list.path(scope), this.list.query(span), limits),
      ...{ count: 0, isOver: false, turn: Promise.resolve() },
    };
    this.bySpan.set(key, pages);
    return pages;
  }

  /** The list was seen newest first, so a page of entries before the span is the last one that matters. */
  private async readPage(pages: Pages, { log }: ReadContext): Promise<void> {
    try {
      const page = await pages.pages.next();
      pages.count += 1;
      pages.isOver = page.done === true || pages.entries.add(page.value);
    } catch (error) {
      this.isUnreadable = true;
      if (isOutcome(error, 'stopped')) return;
      const why = `The list of ${this.list.name} cannot be read, so more requests are needed to find the active days`;
      log('INFO', `${why}: ${(error as Error).message}`);
    }
  }
}

/**
 * The feed of a stream that reads all entries that were updated from then on (Unix seconds). The entries that were
 * created from then on are among them.
 */
export async function feedOf(
  list: IndexedList | undefined,
  context: ReadContext,
  from: number | undefined,
): Promise<Feed | undefined> {
  if (list === undefined || from === undefined) return undefined;
  return (await ListIndex.of(list, context)).feed(from);
}
