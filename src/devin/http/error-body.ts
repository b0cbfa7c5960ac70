import type { ForeignBody } from '../error-facts';

/**
 * Makes foreign text safe to quote: one line, at most 200 characters, no control characters, keys or e-mail
 * addresses.
 */
export type Quote = (text: string) => string;

const longestQuote = 200;
/** Errors are not nested deeper. Deeper parts are left out. */
const deepestDetail = 4;
/** Longer than any key. If a body was cut off, a possible half of a key is not quoted. */
const longestKey = 512;

/** With maximum lengths. Without them, a long text without a match would take minutes. */
const emailAddress = /[^\s"'`<>()[\]{},;:=|/]{1,64}(?:@|%40)[^\s"'`<>()[\]{},;:=|/]{1,255}/gi;
const anyKey = /(?:cog|apk)_[\w-]{4,}/gi;

/** Removes secrets before the text is cut, because half a key would not be recognized later. */
export function quoteWithout(apiKey: string): Quote {
  const base64 = Buffer.from(apiKey).toString('base64').replace(/=+$/, '');
  const secrets = apiKey === '' ? [] : [apiKey, encodeURIComponent(apiKey), base64];
  return (text) => {
    const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
    const withoutKey = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), line);
    const safe = withoutKey.replace(anyKey, '***').replace(emailAddress, '[e-mail]');
    const characters = Array.from(safe);
    return characters.length <= longestQuote ? safe : `${characters.slice(0, longestQuote - 1).join('')}…`;
  };
}

/** The body of an answer outside 200–299: from an API with its message, or from something in between. */
export interface ErrorBody {
  /** Undefined if it is JSON. */
  readonly foreign: ForeignBody | undefined;
  /** Undefined if there is nothing to quote. */
  readonly said: string | undefined;
}

interface Received {
  readonly body: string;
  /** There was more text. */
  readonly isCut: boolean;
  readonly header: (name: string) => string | undefined;
}

/**
 * Reads the body of an error in both of Devin's formats: problem+json, and `{"detail": text or list}`
 * (https://docs.devin.ai/sdk/api/DevinApi/interfaces/ProblemDetail.md).
 */
export function readErrorBody({ body, isCut, header }: Received, quote: Quote): ErrorBody {
  if (isCut && /^\s*[[{]/.test(body))
    return { foreign: undefined, said: quote(firstText(body)) || undefined };
  const value = isCut ? undefined : parsed(body);
  // A plain "404" happens to be valid JSON. It counts as JSON only with a JSON content type.
  const isJson = isObject(value) || (value !== undefined && /\bjson\b/i.test(header('content-type') ?? ''));
  if (isJson) return { foreign: undefined, said: quote(describe(value)) || undefined };
  const foreign = foreignBody(body);
  const text = isCut ? body.slice(0, -longestKey) : body;
  return { foreign, said: foreign === 'text' ? quote(text) || undefined : undefined };
}

/** The kind of a body that is not JSON. */
export function foreignBody(body: string): ForeignBody {
  if (/^\s*</.test(body)) return 'html';
  return body.trim() === '' ? 'empty' : 'text';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** The text of the first field that explains an error. The JSON was cut off, so it cannot be parsed. */
function firstText(body: string): string {
  const field = /"(?:detail|title|message|msg|error)"\s*:\s*"((?:[^"\\]|\\.){1,2000})("?)/.exec(body);
  const [, text = '', end] = field ?? [];
  const said = parsed(`"${end === '' ? text.slice(0, -longestKey) : text}"`);
  return typeof said === 'string' ? said : '';
}

function describe(said: unknown, depth = 0): string {
  if (typeof said === 'string') return said;
  if (!isObject(said) || depth > deepestDetail) return '';
  const describePart = (part: unknown) => describe(part, depth + 1);
  if (Array.isArray(said)) return joined('; ', said.slice(0, 10).map(describePart));
  const { detail, title, message, msg, error, errors, loc } = said as Record<string, unknown>;
  const text = [detail, title, message, msg, error].map(describePart).find((part) => part !== '') ?? '';
  const place = Array.isArray(loc) ? loc.slice(0, 10).filter(isName).join('.') : '';
  return joined(': ', [place, text, describePart(errors)]);
}

function joined(separator: string, parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isName(part: unknown): part is string | number {
  return typeof part === 'string' || typeof part === 'number';
}
