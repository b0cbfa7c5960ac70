/** Makes text from outside fit to be quoted: one line, at most 200 characters, no control characters, without the key. */
export type Quote = (text: string) => string;

const longestQuote = 200;

/** Removes the key before anything is cut: half a key would not be recognized further on. */
export function quoteWithout(apiKey: string): Quote {
  const base64 = Buffer.from(apiKey).toString('base64').replace(/=+$/, '');
  const secrets = apiKey === '' ? [] : [apiKey, encodeURIComponent(apiKey), base64];
  return (text) => {
    const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
    const safe = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), line);
    const characters = Array.from(safe);
    return characters.length <= longestQuote ? safe : `${characters.slice(0, longestQuote - 1).join('')}…`;
  };
}

/** Whether a body is a web page rather than an answer of an API. */
export function isHtml(body: string): boolean {
  return /^\s*</.test(body);
}

/**
 * What the body of an error says, in both of Devin's styles: problem+json, and `{"detail": text or list}`
 * (https://docs.devin.ai/sdk/api/DevinApi/interfaces/ProblemDetail.md). Undefined where it says nothing.
 */
export function explain(body: string, quote: Quote): string | undefined {
  if (isHtml(body)) return 'an HTML page';
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    said = body;
  }
  return quote(describe(said)) || undefined;
}

function describe(said: unknown): string {
  if (typeof said === 'string') return said;
  if (typeof said !== 'object' || said === null) return '';
  if (Array.isArray(said)) return joined('; ', said.slice(0, 10).map(describe));
  const { detail, title, message, msg, error, errors, loc } = said as Record<string, unknown>;
  const text = [detail, title, message, msg, error].map(describe).find((part) => part !== '') ?? '';
  const place = Array.isArray(loc) ? loc.filter(isName).join('.') : '';
  return joined(': ', [place, text, describe(errors)]);
}

function joined(separator: string, parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

function isName(part: unknown): part is string | number {
  return typeof part === 'string' || typeof part === 'number';
}
