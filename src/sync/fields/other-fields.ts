import type { ReportOdd } from './field';
import { plainJson } from './plain-json';

/** The fields of an object that are not known. A value that is too deep or too long is null, and is reported. */
export function otherFields(
  value: object,
  isKnown: (name: string) => boolean,
  path: string,
  report: ReportOdd,
): Record<string, unknown> {
  const entries = Object.entries(value).filter(([name]) => !isKnown(name));
  const plain = entries.map(([name, each]: [string, unknown]) => {
    const kept = plainJson(each);
    if (kept === undefined) report(path + name);
    return [name, kept ?? null];
  });
  return Object.fromEntries(plain) as Record<string, unknown>;
}
