import { addedFields } from '../world/added-fields';
import { isoOf } from '../world/billing-days';
import type { Question, TruthRecord } from './question';

/** The contract's instants are RFC 3339, where Devin sends Unix seconds. */
export function withInstants(record: TruthRecord): TruthRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      name.endsWith('_at') && typeof value === 'number' ? isoOf(value) : value,
    ]),
  );
}

/** The record with its undocumented fields in `raw`; null where there are none. */
export function withRest({ view }: Question, record: TruthRecord, undocumented: string[]): TruthRecord {
  const isKnown = ([name]: [string, unknown]): boolean => !undocumented.includes(name);
  const entries = Object.entries(record);
  const rest = [
    ...entries.filter((entry) => !isKnown(entry)),
    ...(view.switches.addedFields ? Object.entries(addedFields) : []),
  ];
  return {
    ...Object.fromEntries(entries.filter(isKnown)),
    raw: rest.length > 0 ? Object.fromEntries(rest) : null,
  };
}

/** The object with its undocumented fields in `raw`; null stays null. */
export function withRaw(value: unknown, undocumented: string[]): TruthRecord | null {
  if (value === null) return null;
  const entries = Object.entries(value as TruthRecord);
  const rest = entries.filter(([name]) => undocumented.includes(name));
  const known = entries.filter(([name]) => !undocumented.includes(name));
  return { ...Object.fromEntries(known), raw: rest.length > 0 ? Object.fromEntries(rest) : null };
}
