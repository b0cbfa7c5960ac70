const mostIds = 50;
/** Servers commonly accept request lines of 8,000 bytes. This leaves room for the path and the other parameters. */
const mostBytes = 3_600;

/** The ids in groups that fit into one request, as values of the repeated query parameter `name`. */
export function groupsOfIds(ids: readonly string[], name: string): string[][] {
  const groups: string[][] = [];
  let bytes = 0;
  for (const id of ids) {
    const length = name.length + encodeURIComponent(id).length + 2;
    const group = groups.at(-1);
    if (group === undefined || group.length >= mostIds || bytes + length > mostBytes) {
      groups.push([id]);
      bytes = length;
    } else {
      group.push(id);
      bytes += length;
    }
  }
  return groups;
}
