const mask = '****';

/** Shorter texts are not secrets, and would be found in everything. */
const shortestSecret = 4;
const shortestForm = 6;

/**
 * A text that looks like a key of Devin. It is a word of its own, or follows an escape of JSON or a URL. No id of
 * Devin looks like that.
 */
const keyLike = /(?<=^|[^A-Za-z0-9]|\\[bfnrt]|\\u[0-9a-f]{4}|%[0-9A-Fa-f]{2})(?:cog|apk)_[\w-]{12,}/g;

/** Finds what `keyLike` may find, at a fraction of its cost. */
const maybeKey = /(?:cog|apk)_/;

const isWord = /^[A-Za-z]+(_[A-Za-z]+)*$/;

/** Fields whose values are words of the protocol or names of streams. They never have secrets. */
const protocolNames = new Set(['type', 'level', 'status', 'failure_type', 'name']);

/** Removes everything that looks like a key from lines of JSON. */
export function withoutKeys(lines: string): string {
  return maybeKey.test(lines) ? lines.replace(keyLike, mask) : lines;
}

/**
 * Removes a secret from lines of JSON messages. It finds the secret itself, escaped in JSON, URL-encoded, and in
 * base64 (plain or URL-safe) of any text that has it. If the secret is a common word, field names and words of the
 * protocol stay as they are. Lines without the secret cost almost no time.
 */
export function redactor(secret: string): (lines: string) => string {
  const forms = secret.length < shortestSecret ? [] : formsOf(secret);
  const holds = (text: string) => forms.some((form) => text.includes(form));
  const hide = (text: string) => forms.reduce((result, form) => result.replaceAll(form, mask), text);
  const hideInName = isWord.test(secret) ? (name: string) => name : hide;
  const inLine = (line: string) => (holds(line) ? inTexts(line, hide, hideInName) : line);
  return (lines) => withoutKeys(holds(lines) ? lines.split('\n').map(inLine).join('\n') : lines);
}

type Change = (text: string) => string;

/** Changes the values and field names in a line of JSON, except the words of the protocol. */
function inTexts(line: string, changeValue: Change, changeName: Change): string {
  // The spec and the catalog are from the package, without foreign text.
  if (/^\{"(spec|catalog)":/.test(line)) return line;
  const isRecord = line.startsWith('{"type":"RECORD"');
  let done = isRecord ? line.indexOf('"data":') : 0;
  let result = line.slice(0, done);
  let name = '';
  for (let open = line.indexOf('"', done); open >= 0; open = line.indexOf('"', done)) {
    const close = closingQuote(line, open);
    const text = line.slice(open + 1, close);
    const isName = line[close + 1] === ':';
    const isProtocol = !isName && !isRecord && protocolNames.has(name);
    const changed = isName ? changeName(text) : isProtocol ? text : changeValue(text);
    result += `${line.slice(done, open)}"${changed}"`;
    if (isName) name = text;
    done = close + 1;
  }
  return result + line.slice(done);
}

/** The position of the quote that closes a JSON text, or the end of the line. */
function closingQuote(line: string, open: number): number {
  let at = open + 1;
  while (at < line.length && line[at] !== '"') at += line[at] === '\\' ? 2 : 1;
  return Math.min(at, line.length);
}

function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const encoded = encodeURIComponent(secret);
  const plain = [secret, escaped, encoded, encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())];
  const base64 = [0, 1, 2].map((offset) => base64Core(Buffer.from(secret), offset));
  const urlSafe = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const coded = [...base64, ...urlSafe].filter((form) => form.length >= shortestForm);
  return [...new Set([...plain, ...coded])].sort((one, other) => other.length - one.length);
}

/** The characters of a base64 text that depend only on the secret, with `offset` bytes before it. */
function base64Core(secret: Buffer, offset: number): string {
  const bits = 6;
  const first = Math.ceil((offset * 8) / bits);
  const end = Math.floor(((offset + secret.length) * 8) / bits);
  return Buffer.concat([Buffer.alloc(offset), secret])
    .toString('base64')
    .slice(first, end);
}
