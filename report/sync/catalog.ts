/** A property of a stream's JSON schema. */
export interface Property {
  readonly type?: string | readonly string[];
  readonly format?: string;
}

/** A stream as `discover` lists it. */
export interface CatalogStream {
  readonly name: string;
  readonly json_schema: { readonly properties: Readonly<Record<string, Property>> };
  readonly supported_sync_modes: readonly string[];
  readonly source_defined_primary_key: readonly (readonly string[])[];
  readonly default_cursor_field?: readonly string[];
}

/** Every stream, each read in the best way it supports: incremental and by primary key, or whole each time. */
export function configureAll(streams: readonly CatalogStream[]): object {
  return {
    streams: streams.map((stream) => ({
      stream,
      sync_mode: isIncremental(stream) ? 'incremental' : 'full_refresh',
      destination_sync_mode: isIncremental(stream) ? 'append_dedup' : 'overwrite',
      primary_key: stream.source_defined_primary_key,
    })),
  };
}

export function isIncremental(stream: CatalogStream): boolean {
  return stream.supported_sync_modes.includes('incremental');
}

/** The columns of the primary key. */
export function keyOf(stream: CatalogStream): string[] {
  return stream.source_defined_primary_key.map(([column = '']) => column);
}
