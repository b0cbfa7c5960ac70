import type { ForeignBody } from '../error-facts';

/** Makes text from outside fit to be quoted: one line, at most 200 characters, no control characters, keys or e-mail addresses. */
export type Quote = (text: string) => string;

const longestQuote = 200;
/** Errors are nested less; what is deeper is left out. */
const deepestDetail = 4;
/** Longer than any key: where a body was cut off, what may be half a key is not quoted. */
const longestKey = 512;

/** With lengths, as otherwise a long text without any would take minutes. */
const emailAddress = /[^\s"'`<>()[\]{},;:=|/]{1,64}(?:@|%40)[^\s"'`<>()[\]{},;:=|/]{1,255}/gi;
const anyKey = /(?:cog|apk)_[\w-]{4,}/gi;

/** Removes secrets before anything is cut: half a key would not be recognized further on. */
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

/** The body of an answer outside 200–299: of an API, with what it says, or of something in between. */
export interface ErrorBody {
  /** Undefined where it is JSON. */
  readonly foreign: ForeignBody | undefined;
  /** Undefined where it says nothing that could be quoted. */
  readonly said: string | undefined;
}

interface Received {
  readonly body: string;
  /** There was more. */
  readonly isCut: boolean;
  readonly header: (name: string) => string | undefined;
}

/**
 * Reads the body of an error, in both of Devin's styles: problem+json, and `{"detail": text or list}`
 * (https://docs.devin.ai/sdk/api/DevinApi/interfaces/ProblemDetail.md).
 */
export function readErrorBody({ body, isCut, header }: Received, quote: Quote): ErrorBody {
  if (isCut && /^\s*[[{]/.test(body))
    return { foreign: undefined, said: quote(firstText(body)) || undefined };
  const value = isCut ? undefined : parsed(body);
  // A bare "404" is a text that happens to be JSON, unless it says that it is JSON.
  const isJson = isObject(value) || (value !== undefined && /\bjson\b/i.test(header('content-type') ?? ''));
  if (isJson) return { foreign: undefined, said: quote(describe(value)) || undefined };
  const foreign = foreignBody(body);
  const text = isCut ? body.slice(0, -longestKey) : body;
  return { foreign, said: foreign === 'text' ? quote(text) || undefined : undefined };
}

/** What a body is that is no JSON. */
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

/** What the first field says that explains an error; the JSON was cut off, and cannot be parsed. */
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
