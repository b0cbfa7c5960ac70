import { SyncMode, type AirbyteStream } from '@faros-ai/airbyte-cdk/lib/protocol';
import { packageFile } from '../package-file';
import type { Stream } from '../sync/define';

/** A stream in the output of `discover`. */
export function catalogEntry(stream: Stream): AirbyteStream {
  const modes = stream.cursorField === undefined ? [] : [SyncMode.INCREMENTAL];
  return {
    name: stream.name,
    json_schema: packageFile('resources', 'schemas', `${stream.name}.json`) as AirbyteStream['json_schema'],
    supported_sync_modes: [SyncMode.FULL_REFRESH, ...modes],
    ...(stream.cursorField !== undefined && {
      source_defined_cursor: true,
      default_cursor_field: [stream.cursorField],
    }),
    source_defined_primary_key: stream.primaryKey.map((field) => [field]),
  };
}
