import type { RequestName } from '../error-facts';
import { DevinError } from '../errors';
import type { TimeLimit } from './time-limit';
import type { Answer, Send } from './transport';

const maxRedirects = 3;

/** The first answer that is not a redirect. The key never leaves its origin. */
export async function followed(send: Send, url: URL, request: RequestName, time: TimeLimit): Promise<Answer> {
  let next = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const answer = await send(next, request, time);
    const target = redirectTarget(answer, next);
    if (!target) return answer;
    if (target.origin !== url.origin) {
      throw redirected(
        request,
        `it redirects to another host, ${target.host}; set api_url to ${target.origin} if that is Devin's API`,
      );
    }
    next = target;
  }
  throw redirected(request, `it redirects more than ${maxRedirects} times; check api_url`);
}

/** Undefined if the status is not a redirect, or if the target is not a web address. */
function redirectTarget({ status, header }: Answer, url: URL): URL | undefined {
  const location = header('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  const target = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  return target && ['http:', 'https:'].includes(target.protocol) ? target : undefined;
}

function redirected(request: RequestName, detail: string): DevinError {
  return new DevinError({ outcome: 'not_devin', failureType: 'config_error', request, detail });
}
