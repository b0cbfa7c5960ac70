import type { Canvas } from './canvas';
import type { Row } from './database';
import type { StreamName } from './streams';

/** A question, the SQL that answers it, and how the answer is shown. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** A file of `report/sql/`. */
  readonly file: string;
  readonly needs: readonly StreamName[];
  /** Takes the page's whole width. */
  readonly isWide?: boolean;
  /** `rows` is not empty. */
  readonly show: (rows: readonly Row[]) => Content;
}

export interface Content {
  /** The answer in a sentence or two. */
  readonly summary: string;
  /** For the head of the page. */
  readonly tile?: Tile;
  readonly legend?: readonly LegendEntry[];
  readonly figure: (canvas: Canvas) => string;
}

export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  /** How the chart draws it; a filled square where it is left out. */
  readonly shape?: 'line' | 'dashes';
}

/** A row's number; 0 where it has none. */
export function number(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}

export function text(row: Row | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === 'string' ? value : '';
}

export function date(row: Row | undefined, column: string): Date {
  return new Date(`${text(row, column)}T00:00:00Z`);
}

export function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + number(row, column), 0);
}

export function addDays(day: Date, count: number): Date {
  return new Date(day.getTime() + count * 86_400_000);
}
