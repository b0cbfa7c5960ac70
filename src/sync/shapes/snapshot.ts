import type { DevinScope } from '../../devin/scope';
import type { Declaration, ReadContext, StreamDefinition } from '../define';
import { eachList } from '../fan-out/each-list';
import type { Subjects } from '../fan-out/subjects';
import { byCursor, type ReadList } from '../requests/lists';

export interface SnapshotOptions<Row extends object> {
  /** The path of the list. With `by`, it gets the scope of each organization. */
  readonly path: (scope: DevinScope) => string;
  readonly query?: Readonly<Record<string, string | boolean>>;
  /** How the list is read, if not page by page with a cursor. */
  readonly read?: ReadList;
  /** In enterprise scope, each of these organizations has its own list. */
  readonly by?: Subjects<object>;
  /** With `by`: the enterprise has such a list too. */
  readonly isAlsoOfEnterprise?: true;
  /** The row of an item. With `by`, the scope of the context is the organization. */
  readonly row: (item: unknown, context: ReadContext) => Row;
}

type Options<Row extends object> = Declaration<Row> & SnapshotOptions<Row>;

/** A stream of a list in its current state. Each item comes once, even if pages or lists overlap. */
export function snapshotStream<Row extends object>(
  declaration: Options<Row>,
): StreamDefinition<Row> & SnapshotOptions<Row> {
  return { ...declaration, open: (context) => ({ state: {}, rows: rows(declaration, context) }) };
}

async function* rows<Row extends object>(
  options: Options<Row>,
  context: ReadContext,
): AsyncGenerator<readonly Row[]> {
  const seen = new Set<string>();
  for await (const found of allRows(options, context)) {
    yield found.filter((each) => {
      const key = JSON.stringify(options.primaryKey.map((field) => each[field]));
      return !seen.has(key) && seen.add(key);
    });
  }
}

async function* allRows<Row extends object>(
  options: Options<Row>,
  context: ReadContext,
): AsyncGenerator<readonly Row[]> {
  const { by, isAlsoOfEnterprise } = options;
  const { scope } = context;
  if (by === undefined || scope.kind === 'organization') {
    yield* listIn(scope, options, context);
    return;
  }
  let listing: Error | undefined;
  const subjects = await by.current(context).catch((error: unknown) => {
    // The list of the enterprise can still be read.
    if (!isAlsoOfEnterprise) throw error;
    listing = error as Error;
    return new Map<string, object>();
  });
  const organizations = [...subjects.keys()].map((id) => scope.organization(id));
  const scopes = isAlsoOfEnterprise ? [scope, ...organizations] : organizations;
  yield* eachList(scopes, context, (each) => listIn(each, options, context));
  if (listing !== undefined) throw listing;
}

async function* listIn<Row extends object>(
  scope: DevinScope,
  { path, query, read = byCursor, row }: Options<Row>,
  context: ReadContext,
): AsyncGenerator<readonly Row[]> {
  const inScope = { ...context, scope };
  for await (const page of read(context.client, path(scope), query)) {
    yield page.map((item) => row(item, inScope));
  }
}
