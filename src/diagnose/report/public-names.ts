/** A name as an API gives it to a field. Ids have digits or capital letters. */
const isFieldName = /^[a-z]+(_[a-z]+)*$/;
const longest = 40;

/** Names of fields and products, fit for the public. A name that may be an id or a text is not shown. */
export function publicNames(names: readonly string[]): string[] {
  return names.map((name) => (isFieldName.test(name) && name.length <= longest ? name : '(another name)'));
}
