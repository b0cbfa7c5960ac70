// Date.parse alone takes "-5" and "12 apples" for dates.
const shape = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, .* GMT$/;

/** Milliseconds since the epoch of a date as HTTP headers have it; undefined for any other text. */
export function parseHttpDateMs(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  const timeMs = shape.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
