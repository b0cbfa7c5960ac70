// Date.parse alone accepts "-5" and "12 apples" as dates.
const shape = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, .* GMT$/;

/** A date in HTTP headers as milliseconds since the epoch. Undefined for any other text. */
export function parseHttpDateMs(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  const timeMs = shape.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
