import { addedFields } from '../world/added-fields';

type Json = Record<string, unknown>;

/** The body of an answer with fields that no document knows, in itself and in every row of its list. */
export function withAddedFields(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withAdded);
  const fields = body as Json;
  const lists = ['items', 'consumption_by_date'].flatMap((name) => {
    const rows = fields[name];
    return Array.isArray(rows) ? [[name, rows.map(withAdded)]] : [];
  });
  return { ...withAdded(fields), ...Object.fromEntries(lists) };
}

function withAdded(fields: Json): Json {
  return { ...fields, ...addedFields };
}
