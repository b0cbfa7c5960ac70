import fc from 'fast-check';
import { redactor } from '../../src/airbyte/redact';

const key = 'cog_0123456789abcdef+/=~';

test.each([
  ['whole', `Bearer ${key}, and ${key} again`, 'Bearer ****, and **** again'],
  ['in JSON', JSON.stringify({ detail: `bad key ${key}` }), '{"detail":"bad key ****"}'],
  ['URL-encoded', `https://api.devin.ai/?key=${encodeURIComponent(key)}`, 'https://api.devin.ai/?key=****'],
  [
    'URL-encoded in small letters',
    encodeURIComponent(key).replaceAll('%2B', '%2b').replaceAll('%2F', '%2f').replaceAll('%3D', '%3d'),
    '****',
  ],
  ['not there', 'cog_0123456789abcde', 'cog_0123456789abcde'],
])('a key is taken out: %s', (_name, text, expected) => {
  expect(redactor(key)(text)).toBe(expected);
});

test('what is too short to be a secret is left alone', () => {
  expect(redactor('abc')('abc')).toBe('abc');
  expect(redactor('')('nothing')).toBe('nothing');
});

test('an ordinary text stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('cog_'));
      expect(redactor('cog_0123456789abcdefghij')(text)).toBe(text);
    }),
  );
});

const printable = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const keys = fc.string({ unit: printable, minLength: 8, maxLength: 60 }).map((tail) => `cog_${tail}`);

test('no form of the key survives, however deep in a message', () => {
  const around = fc.string({ maxLength: 20 });
  const form = fc.constantFrom<(secret: string, before: string, after: string) => string>(
    (secret, before, after) => before + secret + after,
    (secret, before, after) =>
      `${encodeURIComponent(before)}${encodeURIComponent(secret)}${encodeURIComponent(after)}`,
    (secret, before, after) => Buffer.from(before + secret + after).toString('base64'),
    (secret, before, after) => Buffer.from(before + secret + after).toString('base64url'),
    (secret, before) => `Basic ${Buffer.from(`${before}:${secret}`).toString('base64')}`,
  );
  fc.assert(
    fc.property(
      keys,
      form,
      around,
      around,
      fc.integer({ min: 0, max: 4 }),
      (secret, write, before, after, depth) => {
        let message: unknown = write(secret, before, after);
        for (let level = 0; level < depth; level += 1) message = level % 2 ? [message] : { echoed: message };
        const line = JSON.stringify({ type: 'LOG', log: message });
        const redacted = redactor(secret)(line);
        expect(redacted).toContain('****');
        expect(() => JSON.parse(redacted) as unknown).not.toThrow();
        for (const trace of tracesOf(secret)) expect(redacted).not.toContain(trace);
      },
    ),
    { numRuns: 500 },
  );
});

/** What tells of the key: all of it as it is or encoded, or the part of a base64 text that holds the middle of it. */
function tracesOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const middles = [0, 1, 2].map((offset) => {
    const text = Buffer.from('x'.repeat(offset) + secret).toString('base64');
    return text.slice(4, Math.floor(((offset + secret.length) * 8) / 6));
  });
  return [secret, escaped, encodeURIComponent(secret), ...middles];
}
