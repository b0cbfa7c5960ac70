import fc from 'fast-check';
import { cleanText, holdsTooMany, maxContainers, parseJson } from '../../../src/devin/http/json';

describe('characters that destinations refuse', () => {
  const bad = '\ufffd';
  it.each<[string, string, unknown]>([
    ['a NUL', String.raw`{"name": "a\u0000b"}`, { name: `a${bad}b` }],
    ['half a pair, first', String.raw`["\ud83d"]`, [bad]],
    ['half a pair, second, in capitals', String.raw`["\uDE00 x"]`, [`${bad} x`]],
    ['two halves in the wrong order', String.raw`["\ude00\ud83d"]`, [bad + bad]],
    ['the answer itself', String.raw`"\u0000"`, bad],
    ['names of fields', String.raw`{"a\u0000": {"b\ud800": 1}}`, { [`a${bad}`]: { [`b${bad}`]: 1 } }],
    ['names that become equal: the later one stays', String.raw`{"\u0000": 1, "\ud800": 2}`, { [bad]: 2 }],
    ['at depth', String.raw`{"a": [{"b": [["\u0000"]]}]}`, { a: [{ b: [[bad]] }] }],
  ])('become U+FFFD: %s', (_name, text, value) => expect(parseJson(text)).toEqual(value));

  it.each<[string, string, unknown]>([
    ['a whole pair', String.raw`["\ud83d\ude00"]`, ['😀']],
    [
      'text that looks like an escape',
      String.raw`["C:\\u0000", "\\ud800"]`,
      [String.raw`C:\u0000`, String.raw`\ud800`],
    ],
    ['other escapes', String.raw`["\u0001\n\ue000"]`, ['\u0001\n\ue000']],
  ])('are not found in: %s', (_name, text, value) => expect(parseJson(text)).toEqual(value));

  it('are found at any depth, without recursion', () => {
    const depth = 200_000;
    let value = parseJson(String.raw`${'['.repeat(depth)}"\u0000"${']'.repeat(depth)}`);
    while (Array.isArray(value)) value = (value as unknown[])[0];
    expect(value).toBe('\ufffd');
  });

  it('are removed from any value, and clean values do not change', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\0', '\ud83d', '\ude00', '😀', '\\u0000')), (parts) => {
        const text = parts.join('');
        expect(parseJson(JSON.stringify([text]))).toEqual([cleanText(text)]);
        expect(cleanText(text)).not.toMatch(/\0|\p{Surrogate}/u);
      }),
    );
  });
});

describe('lists and objects are counted before they take memory', () => {
  const many = (part: string, count: number) => `[${Array(count).fill(part).join()}]`;
  it.each<[string, string, boolean]>([
    ['lists', many('[]', maxContainers), true],
    ['objects', many('{}', maxContainers), true],
    ['the allowed number', many('{}', maxContainers - 1), false],
    ['brackets in text', many('"[{[{"', maxContainers / 2), false],
    ['brackets in text after an escaped quote', many(String.raw`"\"[[[\\"`, maxContainers), false],
    ['numbers', many('1', 2 * maxContainers), false],
  ])('%s', (_name, text, tooMany) => {
    JSON.parse(text);
    expect(holdsTooMany(text)).toBe(tooMany);
  });
});
