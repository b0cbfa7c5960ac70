import type { IncomingMessage, ServerResponse } from 'node:http';
import { withAddedFields } from './added-fields';
import { answerTo, type Asked } from './answer';
import { withoutAwkwardIds } from '../faults/awkward-texts';
import { bendBody } from '../faults/fault-bodies';
import type { Fault } from '../faults/fault-kinds';
import type { FaultPlan } from '../faults/faults';
import { heavyText } from '../faults/heavy-bodies';
import type { KeyRing } from './key-ring';
import { makeBucket, type Bucket, type Limits } from './limits';
import { Refusal } from './refusal';
import type { LoggedRequest, RequestLog } from './request-log';
import { makePagingMemory } from './paging-memory';
import { decode, makeRouter } from './routes';
import type { View } from '../world/view';
import { faultAnswer, httpDate, json, jsonAnswer, refusalAnswer, send, type Answer } from './wire';

/** What answering needs. */
export interface Backend {
  keyRing: KeyRing;
  log: RequestLog;
  faults: FaultPlan;
  limits: Limits;
  /** The world as of now. */
  view(): View;
  /** Called with each request once its answer is made, just before that goes out. */
  answered?: (request: LoggedRequest) => void;
}

interface Exchange {
  logged: LoggedRequest;
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  asked: Asked;
}

/** Handles every request of Devin's API. */
export function makeHandler(backend: Backend): (request: IncomingMessage, response: ServerResponse) => void {
  const router = makeRouter();
  const bucket = makeBucket();
  const memory = makePagingMemory();
  let serial = 0;
  return (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const [rawPath = '/', rawQuery = ''] = withoutAwkwardIds(url).split('?', 2);
    const query = new URLSearchParams(rawQuery);
    const key = backend.keyRing.find(request.headers.authorization);
    const match = router(rawPath);
    const path = decode(rawPath);
    const logged = { method, path, url, query, status: 0, at: Date.now(), keyName: key?.name ?? null };
    track(backend.log, logged, match?.endpoint.path ?? 'unknown', response);
    serial += 1;
    const exchange = {
      logged,
      request,
      response,
      path,
      asked: { method, url, match, key, query, paging: {}, serial, memory },
    };
    const { latencyMs } = backend.limits;
    if (latencyMs > 0) setTimeout(answer, latencyMs, backend, bucket, exchange);
    else answer(backend, bucket, exchange);
  };
}

function track(log: RequestLog, logged: LoggedRequest, route: string, response: ServerResponse): void {
  log.started(logged, route);
  response.once('close', () => log.ended(logged, response.headersSent ? response.statusCode : 0));
}

function answer(backend: Backend, bucket: Bucket, exchange: Exchange): void {
  const { response, path, asked, logged } = exchange;
  const view = backend.view();
  const tooMany = rateLimited(backend.limits, bucket, view, path);
  const fault = tooMany ? null : backend.faults.find({ path, url: asked.url, query: asked.query });
  const isSilent = fault?.kind === 'stall' || fault?.kind === 'reset';
  const made = isSilent
    ? null
    : (tooMany ?? underFault(view, exchange, fault) ?? regular(view, path, asked, fault));
  logged.status = made?.status ?? 0;
  backend.answered?.(logged);
  if (fault?.kind === 'reset') exchange.request.socket.resetAndDestroy();
  if (!made) return;
  made.headers['date'] = httpDate(dateOf(view));
  send(response, made, fault);
}

/** Unix seconds of the `Date` header of an answer. */
function dateOf({ now, switches }: View): number {
  return now + switches.dateOffsetSeconds;
}

function underFault(view: View, { request, path }: Exchange, fault: Fault | null): Answer | null {
  const text = request.headers.authorization?.replace(/^Bearer /i, '') ?? '';
  const { errorBody: form } = view.switches;
  return fault && faultAnswer(fault, { form, path, key: text, date: dateOf(view) });
}

function regular(view: View, path: string, asked: Asked, fault: Fault | null): Answer {
  const withoutSlash = /^(.+)\/(\?.*)?$/.exec(asked.url);
  if (withoutSlash && view.switches.trailingSlash === '307') {
    const location = `${withoutSlash[1] ?? ''}${withoutSlash[2] ?? ''}`;
    return { status: 307, headers: { location }, text: '' };
  }
  const endless = fault?.kind === 'endless-cursor' || fault?.kind === 'moving-endless-cursor';
  const overlap = fault?.kind === 'duplicate-members' ? fault : null;
  asked.paging = { startOver: endless, repeatLast: overlap !== null, itemsPerPage: overlap?.itemsPerPage };
  try {
    const documented = answerTo(asked, view);
    const body = view.switches.addedFields ? withAddedFields(documented) : documented;
    return underBodyFault(body, fault, asked.serial);
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(view.switches.errorBody, error, path);
    throw error;
  }
}

function underBodyFault(body: unknown, fault: Fault | null, serial: number): Answer {
  const heavy = fault && heavyText(body, fault);
  if (heavy !== null) return { status: 200, headers: { 'content-type': json }, text: heavy };
  return jsonAnswer(200, fault ? bendBody(body, fault, serial) : body);
}

function rateLimited(limits: Limits, bucket: Bucket, view: View, path: string): Answer | null {
  if (limits.requestsPerSecond === null) return null;
  const waitSeconds = bucket.take(limits.requestsPerSecond);
  if (waitSeconds === null) return null;
  const answer = refusalAnswer(view.switches.errorBody, new Refusal(429, 'slow down'), path);
  if (limits.retryAfter === 'seconds') answer.headers['retry-after'] = String(Math.ceil(waitSeconds));
  if (limits.retryAfter === 'http-date') {
    answer.headers['retry-after'] = httpDate(dateOf(view) + Math.ceil(waitSeconds));
  }
  return answer;
}
