/**
 * The maximum of lists and objects in one answer. Empty ones have 3 characters each, but take up to 100 bytes of
 * memory, so a million of them take 100 MB. A page of 200 sessions has about 10,000.
 */
export const maxContainers = 1_000_000;

/** Whether a JSON text has more lists and objects than allowed. Most texts are too short for that. */
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
 * Parses JSON. Replaces each NUL and each unpaired surrogate by U+FFFD, in values and in field names, because
 * destinations refuse them. Text that only looks like an escape stays as it is. Throws a SyntaxError if it is not
 * JSON.
 */
export function parseJson(text: string): unknown {
  const value = JSON.parse(text) as unknown;
  // UTF-8 has no surrogates, and JSON has no bare NUL. Both come only from escapes.
  return text.includes('\\u') && /\\u(?:0000|d[89a-f])/i.test(text) ? cleaned(value) : value;
}

/** Text with U+FFFD instead of each NUL and each unpaired surrogate. */
export function cleanText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

/** Without recursion, because a value may be nested deeper than the stack. */
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

/** If two names become equal, the later field stays. */
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
