const dayFormat = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
const longDayFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const withDecimals = (digits: number) =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
/** By how many decimals a number has. A format takes longer to make than a hundred numbers to write. */
const numberFormats = { 0: withDecimals(0), 1: withDecimals(1), 2: withDecimals(2) };

/** Whole from a hundred on, with one decimal below. */
export function acus(amount: number): string {
  return decimals(amount, Math.abs(amount) < 99.95 ? 1 : 0);
}

export function decimals(amount: number, digits: 0 | 1 | 2): string {
  const text = numberFormats[digits].format(amount);
  return /[1-9]/.test(text) ? text : text.replace('-', '');
}

export function whole(count: number): string {
  return decimals(count, 0);
}

export function percent(share: number): string {
  return `${whole(Math.round(100 * share))} %`;
}

/** `Nov 18` */
export function day(date: Date): string {
  return dayFormat.format(date);
}

/** `Nov 18, 2026` */
export function longDay(date: Date): string {
  return longDayFormat.format(date);
}

export function plural(count: number, one: string, several: string): string {
  return `${whole(count)} ${count === 1 ? one : several}`;
}

export function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
