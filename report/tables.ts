import type { Answer, Row } from './database';
import { decimals, escaped, percent, whole } from './format';
import type { Cell, List } from './section';

/** A table that is part of an answer. */
export function listHtml({ headings, rows, minor = [] }: List): string {
  const kind = (column: number) => (minor.includes(column) ? ['minor'] : []);
  const head = headings.map((heading, column) => `<th${classes(kind(column))}>${escaped(heading)}</th>`);
  const body = rows.map(
    (row) => `<tr>${row.map((cell, column) => cellHtml(cell, kind(column))).join('')}</tr>`,
  );
  return `<div class="scroll list"><table><thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

function classes(names: readonly string[]): string {
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
}

function cellHtml(cell: Cell, kind: readonly string[]): string {
  const { text, href = '', bar } = typeof cell === 'string' ? { text: cell } : cell;
  const isNumeric = /^[−+]?[\d,.]+(\u00a0%)?( \(.*\))?$|^–$/.test(text);
  // An address or an id, which a phone may break anywhere; words stay whole.
  const isLong = /\S{16,}/.test(text);
  // Only an address of the web: what Devin sends must not run anything.
  const shown = /^https:\/\//.test(href) ? `<a href="${escaped(href)}">${escaped(text)}</a>` : escaped(text);
  const drawn = bar === undefined ? '' : `<i class="bar" style="width: ${Math.round(100 * bar)}%"></i>`;
  return `<td${classes([...kind, ...(isNumeric ? ['number'] : isLong ? ['long'] : [])])}>${shown}${drawn}</td>`;
}

const shares = ['share', 'merge_rate'];

/** Readable numbers, each with its exact value. */
export function tableHtml({ columns, rows }: Answer): string {
  const isNumeric = (column: string) => rows.some((row) => typeof row[column] === 'number');
  const align = (column: string) => (isNumeric(column) ? ' class="number"' : '');
  const whole = columns.filter((column) =>
    rows.every((row) => row[column] === null || Number.isInteger(row[column])),
  );
  const head = columns
    .map((column) => `<th${align(column)}>${escaped(column.replaceAll('_', ' '))}</th>`)
    .join('');
  const cell = (row: Row, column: string) =>
    `<td${align(column)}>${valueHtml(row, column, whole.includes(column))}</td>`;
  const body = rows.map((row) => `<tr>${columns.map((column) => cell(row, column)).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

function valueHtml(row: Row, column: string, isWhole: boolean): string {
  const value = row[column];
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return escaped(typeof value === 'string' ? value : JSON.stringify(value));
  const shown = shares.includes(column) ? percent(value) : isWhole ? whole(value) : decimals(value, 2);
  return `<data value="${value}">${shown}</data>`;
}
