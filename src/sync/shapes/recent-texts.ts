/** Remembers at least the last `count` texts, and at most twice as many. */
export class RecentTexts {
  private newer = new Set<string>();
  private older: ReadonlySet<string> = new Set();

  constructor(private readonly count: number) {}

  /** Remembers a text. Returns whether it was new. */
  add(text: string): boolean {
    if (this.newer.has(text)) return false;
    const isNew = !this.older.has(text);
    this.newer.add(text);
    if (this.newer.size >= this.count) {
      this.older = this.newer;
      this.newer = new Set();
    }
    return isNew;
  }
}
