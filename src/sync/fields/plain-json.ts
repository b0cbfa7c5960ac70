/** People and programs do not write deeper values on purpose. */
const maxDepth = 100;
/** 1 MiB. */
const maxBytes = 1_048_576;
/** A character takes at most six bytes as JSON: `\u0000`. */
const maxBytesPerCharacter = 6;
/** More bytes than any number, `false`, or the punctuation around a value needs. */
const maxBytesPerValue = 28;

/** The value. Undefined if it has more than 100 levels, or more than 1 MiB as JSON. */
export function plainJson<Value>(value: Value): Value | undefined {
  if (isTooDeep(value, maxDepth)) return undefined;
  // Only a value that may be too long is written to measure it.
  if (mostBytes(value) <= maxBytes) return value;
  return Buffer.byteLength(JSON.stringify(value)) <= maxBytes ? value : undefined;
}

/** Stops at the limit, so that no depth overflows the stack. */
function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const each of Object.values(value)) if (isTooDeep(each, levels - 1)) return true;
  return false;
}

/** An upper bound for the length as JSON. */
function mostBytes(value: unknown): number {
  if (typeof value === 'string') return value.length * maxBytesPerCharacter + maxBytesPerValue;
  if (typeof value !== 'object' || value === null) return maxBytesPerValue;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  const ofNames = names.reduce((sum, name) => sum + name.length * maxBytesPerCharacter, 0);
  return Object.values(value).reduce<number>(
    (sum, each) => sum + mostBytes(each),
    ofNames + maxBytesPerValue,
  );
}
