/** Unix seconds as RFC 3339. */
export function timestamp(unixSeconds: number): string {
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, -'.000Z'.length)}Z`;
}

/** Unix seconds as RFC 3339; null stays null. */
export function nullableTimestamp(unixSeconds: number | null): string | null {
  return unixSeconds === null ? null : timestamp(unixSeconds);
}
