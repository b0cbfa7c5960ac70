/** A NUL and two unpaired surrogates; JSON.stringify writes all three as escapes. */
const awkward = '\u0000\udc00\ud800';

/** Texts that identify rows and requests, or that describe an answer. */
const idFields = /(^|_)id$|(^|_)ids$|^(idp_group_name|scope|principal_type)$/;

/** Fields with names from Devin or from people inside. */
const openFields = /^(acus_by_product|data|structured_output|analysis)$|_by_(origin|size)$/;

interface Reach {
  ids: boolean;
  names: boolean;
}

/** The same body; its texts end in characters that destinations refuse. */
export function withAwkwardTexts(value: unknown, reach: Reach, field = ''): unknown {
  if (typeof value === 'string') return isSpared(field, reach) ? value : value + awkward;
  if (Array.isArray(value)) return value.map((one) => withAwkwardTexts(one, reach, field));
  if (typeof value !== 'object' || value === null) return value;
  const isOpen = reach.names && openFields.test(field);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      isOpen ? name + awkward : name,
      // Whatever is inside is as open as the field itself.
      withAwkwardTexts(inner, reach, isOpen ? field : name),
    ]),
  );
}

function isSpared(field: string, { ids }: Reach): boolean {
  return field === 'end_cursor' || (!ids && idFields.test(field));
}

/** A raw path and query with the ids of the world again, after a connector has replaced their characters. */
export function withoutAwkwardIds(url: string): string {
  return url.replace(/(%00|%EF%BF%BD)+(?=[/?&]|$)/gi, '');
}
