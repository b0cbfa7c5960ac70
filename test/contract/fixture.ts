import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { enterpriseScope, organizationScope, type DevinScope } from '../../src/devin/scope';
import type { ScopeKind } from '../../src/sync/define';

/** A request and what Devin answers to it. */
export interface Exchange {
  readonly path: string;
  /** As sent; a repeated key holds a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** 200 where it is left out. */
  readonly status?: number;
  readonly answer: unknown;
}

/** What `npm run fixture <stream>` records of a stream in one scope. */
export interface Fixture {
  readonly scope: ScopeKind;
  readonly now: string;
  readonly config: Readonly<Record<string, string | number>>;
  /** All that a first sync asks, in its order. */
  readonly exchanges: readonly Exchange[];
  /** What else is asked when the stream is read again with the state, or after a failure. */
  readonly again: readonly Exchange[];
  /** What `check` asks. */
  readonly probes: readonly Exchange[];
  /** What a first sync emits. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

const fixtureFolder = path.join(__dirname, '..', 'streams');

export function fixtureNames(): string[] {
  return readdirSync(fixtureFolder).map((file) => path.basename(file, '.json'));
}

/** The fixtures of a stream, one for each of its scopes. */
export function fixturesOf(stream: string): Fixture[] {
  return JSON.parse(readFileSync(path.join(fixtureFolder, `${stream}.json`), 'utf8')) as Fixture[];
}

export function scopeOf({ scope, config }: Fixture, apiUrl: string): DevinScope {
  return scope === 'enterprise' ? enterpriseScope(apiUrl) : organizationScope(String(config.org_id));
}

/** One text for requests that ask for the same. */
export function keyOf({ path: requested, query }: Pick<Exchange, 'path' | 'query'>): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}=${value}`),
  );
  return `${requested}?${pairs.sort().join('&')}`;
}

/** A request line as an exchange has it. */
export function requestOf(uri: string): Pick<Exchange, 'path' | 'query'> {
  const { pathname, searchParams } = new URL(uri, 'http://localhost');
  const query = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
  return { path: pathname, query };
}
