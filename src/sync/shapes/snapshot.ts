import type { DevinScope } from '../../devin/scope';
import type { Declaration, ReadContext, StreamDefinition } from '../define';

export interface SnapshotOptions<Row extends object> {
  /** The path of the list. */
  readonly path: (scope: DevinScope) => string;
  readonly query?: Readonly<Record<string, string | boolean>>;
  readonly row: (item: unknown, context: ReadContext) => Row;
}

/** A stream of a list in its current state. Each item comes once, even if pages overlap. */
export function snapshotStream<Row extends object>(
  declaration: Declaration<Row> & SnapshotOptions<Row>,
): StreamDefinition<Row> & SnapshotOptions<Row> {
  return { ...declaration, open: (context) => ({ state: {}, rows: rows(declaration, context) }) };
}

async function* rows<Row extends object>(
  { path, query, row, primaryKey }: Declaration<Row> & SnapshotOptions<Row>,
  context: ReadContext,
): AsyncGenerator<readonly Row[]> {
  const seen = new Set<string>();
  for await (const page of context.client.pages(path(context.scope), query)) {
    const found = page
      .map((item) => row(item, context))
      .filter((each) => {
        const key = JSON.stringify(primaryKey.map((field) => each[field]));
        return !seen.has(key) && seen.add(key);
      });
    yield found;
  }
}
