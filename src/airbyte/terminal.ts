/** What is used of a terminal; `columns` and `rows` follow its window. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  write(text: string): unknown;
}

/** The stream as a terminal; undefined where it is none, or one that cannot redraw a line. */
export function terminalOf(
  stream: NodeJS.WriteStream,
  environment: { readonly TERM?: string | undefined } = process.env,
): Terminal | undefined {
  // A terminal that tells no size has 0 columns.
  const usable = stream.isTTY && environment.TERM !== 'dumb';
  if (!usable) return undefined;
  return {
    get columns() {
      return stream.columns || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
    write: (text) => stream.write(text),
  };
}

/** Lines that are drawn again and again in the same place; the cursor always rests below them. */
export class LiveLines {
  private drawn = 0;

  constructor(private readonly terminal: Terminal) {}

  draw(lines: readonly string[]): void {
    const up = this.drawn > 0 ? `\x1b[${this.drawn}A` : '';
    const body = lines.map((line) => `\r${cut(line, this.terminal.columns - 1)}\x1b[K\n`).join('');
    this.drawn = lines.length;
    this.terminal.write(`${up}${body}\x1b[J`);
  }
}

/** Rows of cells as lines: columns as wide as their longest cell, two spaces between, `right` ones to the right. */
export function aligned(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const pad = (cell: string, column: number) =>
    right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}

/** The text in at most so many characters, with an ellipsis where some are missing. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(length - 1, 0))}…`;
}
