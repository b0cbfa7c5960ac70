/** How a text gives a secret away: as it is, URL-encoded, or within base64 of anything; undefined where it does not. */
export function leak(text: string, secret: string): string | undefined {
  if (text.includes(secret)) return 'whole';
  if (text.toLowerCase().includes(encodeURIComponent(secret).toLowerCase())) return 'URL-encoded';
  // Records repeat themselves: each token is decoded once.
  for (const token of new Set(text.match(/[A-Za-z0-9+/_-]{12,}/g))) {
    // Base64 packs three bytes into four characters: the secret shows at one of four places to begin.
    const shifted = [0, 1, 2, 3].map((shift) => Buffer.from(token.slice(shift), 'base64').toString('latin1'));
    if (shifted.some((decoded) => decoded.includes(secret))) return 'as base64';
  }
  return undefined;
}
