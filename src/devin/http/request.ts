import { foreignBody, readErrorBody, type Quote } from './error-body';
import type { ForeignBody, RequestName } from '../error-facts';
import { DevinError } from '../errors';
import { holdsTooMany, maxContainers, parseJson } from './json';
import { followed } from './redirects';
import { outcomeOfStatus, statusLine } from './statuses';
import { TimeLimit } from './time-limit';
import type { Answer, Send } from './transport';

export interface Exchange {
  readonly url: URL;
  readonly request: RequestName;
  /** For the whole exchange, with redirects and the last byte. */
  readonly timeoutMs: number;
  /** Ends the exchange with the DevinError `stopped`. */
  readonly stop: AbortSignal;
}

/**
 * One attempt. Returns the parsed and cleaned JSON of an answer 200–299, and throws a DevinError for every other one.
 */
export async function requestJson(exchange: Exchange, send: Send, quote: Quote): Promise<unknown> {
  const { url, request } = exchange;
  const answer = await withinTime(exchange, (time) => followed(send, url, request, time));
  try {
    if (answer.status < 200 || answer.status > 299) throw refusal(answer, request, quote);
    return parsed(answer, request);
  } finally {
    answer.release();
  }
}

/** The limit is for the whole exchange, so it also ends an answer that stalls or comes in very slowly. */
async function withinTime<Value>(
  { request, timeoutMs, stop }: Exchange,
  run: (time: TimeLimit) => Promise<Value>,
): Promise<Value> {
  const time = new TimeLimit(timeoutMs, stop);
  try {
    return await run(time);
  } catch (error) {
    if (stop.aborted) throw new DevinError({ outcome: 'stopped', request });
    if (!time.signal.aborted) throw error;
    throw new DevinError({
      outcome: 'timeout',
      request,
      detail: `no complete answer within ${Math.round(timeoutMs) / 1000} s`,
    });
  } finally {
    time.end();
  }
}

function parsed({ status, body }: Answer, request: RequestName): unknown {
  if (holdsTooMany(body)) {
    const detail = `it holds more than ${maxContainers.toLocaleString('en')} lists and objects`;
    throw new DevinError({ outcome: 'too_large', request, detail });
  }
  try {
    return parseJson(body);
  } catch {
    const foreign = foreignBody(body);
    const problem = foreign === 'text' ? 'with text that is not valid JSON, or was cut off' : bodies[foreign];
    const detail = `${statusLine(status)} ${problem}; check that api_url is the address of Devin's API`;
    throw new DevinError({ outcome: 'not_devin', request, status, body: foreign, detail });
  }
}

const bodies: Readonly<Record<ForeignBody, string>> = {
  html: 'with an HTML page',
  text: 'with text that is not JSON',
  empty: 'with an empty body',
};

function refusal(answer: Answer, request: RequestName, quote: Quote): DevinError {
  const { status, header } = answer;
  const { foreign, said } = readErrorBody(answer, quote);
  const outcome = outcomeOfStatus(status, foreign === undefined);
  const detail = foreign === 'html' ? 'an HTML page' : said;
  return new DevinError({
    outcome,
    request,
    status,
    answered: statusLine(status),
    body: foreign,
    detail: outcome === 'not_devin' ? fromBetween(status, foreign, said) : detail,
    requestId: quote(header('x-request-id') ?? '') || undefined,
    retryAfter: header('retry-after'),
    date: header('date'),
  });
}

/** Explains that something between the connector and Devin answered, and quotes it. */
function fromBetween(status: number, foreign: ForeignBody | undefined, said: string | undefined): string {
  const how = foreign === undefined ? '' : ` ${bodies[foreign]}`;
  const quoted = said === undefined ? '' : `, "${said}"`;
  return (
    `${statusLine(status)}${how}${quoted}; a gateway, a firewall or a proxy in between may have sent it, ` +
    "or api_url is not the address of Devin's API"
  );
}
