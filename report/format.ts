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

/** The space does not break. */
export function percent(share: number): string {
  return `${whole(Math.round(100 * share))}\u00a0%`;
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

/** `12 % more than in the 28 days before`; undefined where there is nothing to compare with. */
export function comparison(now: number, before: number | undefined, period: string): string | undefined {
  if (before === undefined || !(before > 0)) return undefined;
  const change = now / before - 1;
  if (Math.round(100 * Math.abs(change)) === 0) return `as much as in ${period}`;
  return `${percent(Math.abs(change))} ${change > 0 ? 'more' : 'less'} than in ${period}`;
}

/** `+12 %`; `–` where there is nothing to compare with. */
export function changeOf(now: number | undefined, before: number | undefined): string {
  if (now === undefined || before === undefined || !(before > 0)) return '–';
  const change = now / before - 1;
  return `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;
}

/** Money from ACUs, in parentheses after a space; nothing where no price is set. */
export function moneyFormat(price: number | undefined, currency: string): (acus: number) => string {
  if (price === undefined) return () => '';
  const exact = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const round = new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 0 });
  return (amount) => {
    const money = amount * price;
    return ` (${(Math.abs(money) < 100 ? exact : round).format(money)})`;
  };
}

const monthFormat = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonthFormat = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });
const weekdayFormat = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' });

/** `November 2026`, of a date as text. */
export function month(date: string): string {
  return monthFormat.format(new Date(`${date}T00:00:00Z`));
}

/** `Nov`, of a date as text. */
export function shortMonth(date: string): string {
  return shortMonthFormat.format(new Date(`${date}T00:00:00Z`));
}

/** `Tuesday` */
export function weekday(date: Date): string {
  return weekdayFormat.format(date);
}
