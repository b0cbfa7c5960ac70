/** The used part of a terminal. `columns` and `rows` follow the size of its window. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  write(text: string): unknown;
}

/** The stream as a terminal. Undefined if it is not a terminal, or cannot redraw a line. */
export function terminalOf(
  stream: NodeJS.WriteStream,
  environment: { readonly TERM?: string | undefined } = process.env,
): Terminal | undefined {
  // A terminal without a known size has 0 columns.
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

/** Lines that are redrawn in the same place. The cursor always stays below them. */
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

/** Characters that a terminal interprets: control characters, and marks of direction and of line. */
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Equivalent lines of JSON, without characters that a terminal interprets, except line breaks. */
export function escapedControls(lines: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return lines.replace(controls, (text) => (text === '\n' ? text : text.split('').map(escaped).join('')));
}

/**
 * Rows of cells as lines. Each column is as wide as its longest cell, with two spaces in between. The columns in
 * `right` are aligned right. Characters that a terminal interprets are replaced.
 */
export function aligned(written: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const rows = written.map((row) => row.map((cell) => cell.replace(controls, '\ufffd')));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const pad = (cell: string, column: number) =>
    right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}

/** The text with at most `length` characters, with an ellipsis if it was cut. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(length - 1, 0))}…`;
}
