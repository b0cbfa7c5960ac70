import { STATUS_CODES } from 'node:http';
import { explain, isHtml, type Quote } from './detail';
import type { RequestName } from './error-facts';
import { DevinError, outcomeOfStatus } from './errors';
import type { Answer, Send } from './transport';

const maxRedirects = 3;

export interface Exchange {
  readonly url: URL;
  readonly request: RequestName;
  /** For the whole exchange, redirects and the last byte included. */
  readonly timeoutMs: number;
  /** Ends the exchange with a DevinError `stopped`. */
  readonly stop: AbortSignal;
}

/** One attempt: the parsed JSON of an answer 200–299; throws a DevinError for every other one. */
export async function requestJson(exchange: Exchange, send: Send, quote: Quote): Promise<unknown> {
  const answer = await withinTime(exchange, (signal) => followed(exchange, send, signal));
  if (answer.status < 200 || answer.status > 299) throw refusal(answer, exchange.request, quote);
  try {
    return JSON.parse(answer.body) as unknown;
  } catch {
    throw notJson(answer, exchange.request);
  }
}

/** A stalled or dripping answer ends as well: the time is that of the whole exchange, not of silence. */
async function withinTime<Value>(
  { request, timeoutMs, stop }: Exchange,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const abort = new AbortController();
  const onStop = () => abort.abort();
  const timer = setTimeout(onStop, timeoutMs);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    return await run(abort.signal);
  } catch (error) {
    if (stop.aborted) throw new DevinError({ outcome: 'stopped', request });
    if (!abort.signal.aborted) throw error;
    throw new DevinError({
      outcome: 'timeout',
      request,
      detail: `no complete answer within ${Math.round(timeoutMs) / 1000} s`,
    });
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}

/** The first answer that is no redirect. The key never leaves the origin that it was meant for. */
async function followed({ url, request }: Exchange, send: Send, signal: AbortSignal): Promise<Answer> {
  let next = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const answer = await send(next, request, signal);
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

function redirectTarget({ status, header }: Answer, url: URL): URL | undefined {
  const location = header('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  return URL.canParse(location, url.href) ? new URL(location, url) : undefined;
}

function redirected(request: RequestName, detail: string): DevinError {
  return new DevinError({ outcome: 'not_devin', failureType: 'config_error', request, detail });
}

function refusal(answer: Answer, request: RequestName, quote: Quote): DevinError {
  return new DevinError({
    outcome: outcomeOfStatus(answer.status),
    request,
    status: answer.status,
    answered: statusLine(answer.status),
    detail: explain(answer.body, quote),
    requestId: quote(answer.header('x-request-id') ?? '') || undefined,
    retryAfter: answer.header('retry-after'),
    date: answer.header('date'),
  });
}

function notJson({ status, body }: Answer, request: RequestName): DevinError {
  const problem = isHtml(body)
    ? 'with an HTML page; if api_url is the address of the web app, use the api. host'
    : body.trim() === ''
      ? 'with nothing in it'
      : 'with text that is no JSON, or was cut off';
  return new DevinError({
    outcome: 'not_devin',
    request,
    status,
    detail: `${statusLine(status)} ${problem}`,
  });
}

function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
}
