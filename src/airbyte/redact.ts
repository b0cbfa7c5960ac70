const mask = '****';

/** Shorter texts are no secrets, and would be found in everything. */
const shortestSecret = 4;
const shortestForm = 6;

/**
 * Takes a secret out of a text, wherever it stands: as it is, escaped in JSON, URL-encoded, or as base64 (plain or
 * URL-safe) of itself or of something that holds it.
 */
export function redactor(secret: string): (text: string) => string {
  if (secret.length < shortestSecret) return (text) => text;
  const forms = formsOf(secret);
  return (text) =>
    forms.reduce((result, form) => (result.includes(form) ? result.replaceAll(form, mask) : result), text);
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
