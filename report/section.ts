import type { Canvas } from './canvas';
import type { Row } from './database';

/** A question, the SQL that answers it, and how the answer is shown. */
export interface Section {
  readonly id: string;
  /** The question. */
  readonly title: string;
  /** A file of `report/sql/`: DuckDB's SQL, with the macros of the models. */
  readonly file: string;
  /** Takes the page's whole width. */
  readonly isWide?: boolean;
  /** Says nothing where no ACUs are metered. */
  readonly isAboutAcus?: boolean;
  /** `rows` is not empty. */
  readonly show: (rows: readonly Row[], about: About) => Content;
}

/** What a section may know of the tables. */
export interface About {
  readonly scope: 'enterprise' | 'organization';
  readonly has: (stream: string) => boolean;
  /** ACUs as money, in parentheses after a space; nothing where no price is set. */
  readonly money: (acus: number) => string;
}

export interface Content {
  /** The answer in a sentence or two. */
  readonly summary: string;
  /** What somebody should do about it, each in a sentence. */
  readonly actions?: readonly string[];
  /** For the head of the page. */
  readonly tile?: Tile;
  readonly legend?: readonly LegendEntry[];
  readonly figure?: (canvas: Canvas) => string;
  readonly list?: List;
}

/** A table that is part of the answer. */
export interface List {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns that a phone leaves out. */
  readonly minor?: readonly number[];
}

export type Cell = string | { readonly text: string; readonly href?: string; readonly bar?: number };

export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  /** How the chart draws it; a filled square where it is left out. */
  readonly shape?: 'line' | 'dashes' | 'pale';
}

/** How strongly is drawn what can still change. */
export const paleOpacity = 0.45;

export const canStillChange: LegendEntry = {
  label: 'pale: not final, can still change',
  color: 'var(--muted)',
  shape: 'pale',
};

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
