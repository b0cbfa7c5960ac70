/** The items, each once. Null stays null. */
export function distinct<Item>(items: readonly Item[] | null): Item[] | null {
  return items && [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** The items of both lists, each once. Null if one of the lists is not known. */
export function union<Item>(one: readonly Item[] | null, other: readonly Item[] | null): Item[] | null {
  return one && other && distinct([...one, ...other]);
}
