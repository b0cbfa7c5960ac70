import { keyOf, type CatalogStream, type Property } from './catalog';

/** The type of a column for a property of a JSON schema. */
export function columnType({ type = [], format }: Property): string {
  const [jsonType] = [type].flat().filter((one) => one !== 'null');
  if (jsonType === 'string')
    return format === 'date' ? 'DATE' : format === 'date-time' ? 'TIMESTAMPTZ' : 'VARCHAR';
  const types: Record<string, string> = { integer: 'BIGINT', number: 'DOUBLE', boolean: 'BOOLEAN' };
  return types[jsonType ?? ''] ?? 'JSON';
}

/** Name and type of each column of a stream's table. */
export function columnsOf({ json_schema }: CatalogStream): [name: string, type: string][] {
  return Object.entries(json_schema.properties).map(([name, property]) => [name, columnType(property)]);
}

/** The statement that makes an empty table in place of the one that was there, if any. */
export function createStatement(stream: CatalogStream): string {
  const columns = columnsOf(stream).map(([name, type]) => `${quoted(name)} ${type}`);
  const key = keyOf(stream).map(quoted).join(', ');
  return `CREATE OR REPLACE TABLE ${quoted(stream.name)} (${[...columns, `PRIMARY KEY (${key})`].join(', ')})`;
}

/**
 * The statement that writes a batch by primary key. Of two rows with one key, the one with the later cursor stays, or
 * else the later one.
 */
export function upsertStatement(stream: CatalogStream, batchFile: string): string {
  const columns = [...columnsOf(stream), ['_line', 'BIGINT'] as const];
  const types = columns.map(([name, type]) => `${quoted(name)}: ${text(type)}`).join(', ');
  const key = keyOf(stream).map(quoted);
  const [cursor] = stream.default_cursor_field ?? [];
  const newest = [...(cursor === undefined ? [] : [`${quoted(cursor)} DESC`]), '_line DESC'].join(', ');
  const table = quoted(stream.name);
  const sameKey = key.map((column) => `known.${column} = batch.${column}`).join(' AND ');
  const isOlder =
    cursor === undefined
      ? ''
      : `WHERE NOT EXISTS (SELECT 1 FROM ${table} AS known WHERE ${sameKey} AND known.${quoted(cursor)} > batch.${quoted(cursor)})`;
  return `INSERT OR REPLACE INTO ${table} BY NAME
    SELECT * EXCLUDE (_line) FROM read_json(${text(batchFile)}, format = 'newline_delimited',
      maximum_object_size = 67108864, columns = {${types}}) AS batch
    ${isOlder} QUALIFY row_number() OVER (PARTITION BY ${key.join(', ')} ORDER BY ${newest}) = 1`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
