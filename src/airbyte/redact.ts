const mask = '****';

/** Shorter texts are no secrets, and would be found in everything. */
const shortestSecret = 4;
const shortestForm = 6;

/**
 * What looks like a key of Devin, whoever wrote it: it stands alone, or after what JSON or a URL makes of another character.
 * No id of Devin looks like that.
 */
const keyLike = /(?<=^|[^A-Za-z0-9]|\\[bfnrt]|\\u[0-9a-f]{4}|%[0-9A-Fa-f]{2})(?:cog|apk)_[\w-]{12,}/g;

const isWord = /^[A-Za-z]+(_[A-Za-z]+)*$/;

/** Names whose values are words of the protocol or names of streams; whatever is secret does not stand there. */
const protocolNames = new Set(['type', 'level', 'status', 'failure_type', 'name']);

/** Takes everything that looks like a key out of lines of JSON. */
export function withoutKeys(lines: string): string {
  return lines.includes('cog_') || lines.includes('apk_') ? lines.replace(keyLike, mask) : lines;
}

/**
 * Takes a secret out of lines of JSON messages, wherever a text holds it: as it is, escaped in JSON, URL-encoded, or as base64
 * (plain or URL-safe) of itself or of something that holds it. A secret that is a common word leaves the names of fields
 * and the words of the protocol as they are. Costs next to nothing where the lines do not hold it.
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

/** Changes the texts in a line of JSON that are values, or names of fields, but for what is the protocol's own. */
function inTexts(line: string, changeValue: Change, changeName: Change): string {
  // The spec and the catalog come from the package: nothing from outside is in them.
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

/** Where the JSON text that opens there ends; at the end of the line where it does not. */
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

/** The characters of a base64 text that the secret alone decides where `offset` bytes stand before it. */
function base64Core(secret: Buffer, offset: number): string {
  const bits = 6;
  const first = Math.ceil((offset * 8) / bits);
  const end = Math.floor(((offset + secret.length) * 8) / bits);
  return Buffer.concat([Buffer.alloc(offset), secret])
    .toString('base64')
    .slice(first, end);
}
