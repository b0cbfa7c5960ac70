/** Lines are kept within a terminal of this many columns. */
const terminalColumns = 100;

export interface TextTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const isNumber = /^(-?[\d,]+(\.\d+)?( %)?|–|)$/;

/** Lines of a table: numbers to the right, everything else to the left, long texts cut to fit the terminal. */
export function tableLines({ headings, rows }: TextTable, indent = '   '): string[] {
  const all = [headings, ...rows];
  const longest = Math.floor(terminalColumns / Math.min(headings.length, 3));
  const fitted = all.map((row) => row.map((cell) => cut(cell, longest)));
  const widths = headings.map((_, column) => Math.max(...fitted.map((row) => row[column]?.length ?? 0)));
  const isNumeric = headings.map((_, column) => rows.every((row) => isNumber.test(row[column] ?? '')));
  const align = (cell: string, column: number) =>
    isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  const lines = fitted.map((row) => cut((indent + row.map(align).join('  ')).trimEnd(), terminalColumns));
  return [lines[0] ?? '', indent + widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)];
}

/** The text in lines that fit the terminal, the later ones indented; a word that is too long stays whole. */
export function wrapped(words: string, indent = '   '): string {
  const lines = [''];
  for (const word of words.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (indent.length + longer.length <= terminalColumns || line === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => indent + line).join('\n');
}

/** Writes lines to the terminal. */
export function say(lines: string): void {
  process.stdout.write(`${lines}\n`);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
