/**
 * An answer may hold so many lists and objects. Empty ones are 3 characters each, and take up to 100 bytes of memory: a million
 * of them take 100 MB. A page of 200 sessions has about 10,000.
 */
export const maxContainers = 1_000_000;

/** Whether a JSON text holds more lists and objects than the memory is for; most texts are too short to be looked at. */
export function holdsTooMany(text: string): boolean {
  if (text.length < 2 * maxContainers) return false;
  let count = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === quote) isInText = !isInText;
    else if (isInText && character === backslash) index += 1;
    else if (!isInText && (character === bracket || character === brace)) count += 1;
  }
  return count > maxContainers;
}

const [quote, backslash, bracket, brace] = [0x22, 0x5c, 0x5b, 0x7b];

/**
 * Parses JSON, with U+FFFD in place of every NUL and unpaired surrogate, in values and in names of fields: destinations
 * refuse them. Text that only looks like an escape stays as it is. Throws a SyntaxError where it is no JSON.
 */
export function parseJson(text: string): unknown {
  const value = JSON.parse(text) as unknown;
  // UTF-8 has no surrogates, and JSON no bare NUL: both come by escapes only.
  return /\\u(?:0000|d[89a-f])/i.test(text) ? cleaned(value) : value;
}

/** Text with U+FFFD in place of every NUL and unpaired surrogate. */
export function cleanText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

/** Without recursion: a value may be nested deeper than the stack. */
function cleaned(value: unknown): unknown {
  const root = [value];
  const left: object[] = [root];
  for (let container = left.pop(); container !== undefined; container = left.pop()) {
    if (Array.isArray(container)) cleanList(container, left);
    else cleanFields(container as Record<string, unknown>, left);
  }
  return root[0];
}

function cleanList(list: unknown[], left: object[]): void {
  for (let index = 0; index < list.length; index += 1) list[index] = cleanPart(list[index], left);
}

/** Of two names that become equal, the later field stays. */
function cleanFields(fields: Record<string, unknown>, left: object[]): void {
  for (const name of Object.keys(fields)) {
    const part = cleanPart(fields[name], left);
    const clean = cleanText(name);
    if (clean !== name) Reflect.deleteProperty(fields, name);
    fields[clean] = part;
  }
}

function cleanPart(part: unknown, left: object[]): unknown {
  if (typeof part === 'string') return cleanText(part);
  if (typeof part === 'object' && part !== null) left.push(part);
  return part;
}
