import VError from 'verror';
import { heldPages } from '../../devin/http/held-list';
import type { Declaration, ReadContext } from '../define';
import { confirmedRoster, type Roster } from './roster';
import type { SnapshotOptions } from '../shapes/snapshot';

/**
 * The items of a snapshot stream by id, for a stream that reads something for each of them. An item counts as missing
 * only if two readings miss it. A failure names the permission of the list.
 */
export function listed<Row extends object>(
  stream: Declaration<Row> & SnapshotOptions<Row>,
  context: ReadContext,
  known: readonly string[],
): Promise<Roster<Row>> {
  const [idField] = stream.primaryKey;
  const read = async (): Promise<Roster<Row>> => {
    const found = new Map<string, Row>();
    try {
      const pages = context.client.pages(stream.path(context.scope), stream.query);
      for await (const page of heldPages(pages)) {
        for (const item of page) {
          const row = stream.row(item, context);
          found.set(String(row[idField as keyof Row]), row);
        }
      }
    } catch (error) {
      const info = { permission: stream.permission };
      throw new VError({ cause: error as Error, info }, '%s', `The stream ${stream.name} cannot be listed`);
    }
    return { subjects: found };
  };
  return confirmedRoster(context, stream.name.replaceAll('_', ' '), read, known);
}
