import type { ServerResponse } from 'node:http';
import { echoedKey, htmlPage, retryAfterText } from '../faults/fault-bodies';
import type { Fault, FaultKind } from '../faults/fault-kinds';
import { nested } from '../faults/heavy-bodies';
import { errorBody, Refusal } from './refusal';

/** An answer ready to be sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export const json = 'application/json';
const problemJson = 'application/problem+json';

/** Unix seconds as a header has them. */
export function httpDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString();
}

/** An answer of JSON. */
export function jsonAnswer(status: number, body: unknown, contentType = json): Answer {
  return { status, headers: { 'content-type': contentType }, text: JSON.stringify(body) };
}

/** An error in the form that the switches ask for. */
export function refusalAnswer(form: 'problem' | 'older', refusal: Refusal, path: string): Answer {
  return jsonAnswer(refusal.status, errorBody(form, refusal, path), form === 'problem' ? problemJson : json);
}

/** What a fault's answer may repeat of the request. */
export interface FaultyRequest {
  form: 'problem' | 'older';
  path: string;
  key: string;
  /** Unix seconds of the answer's `Date` header; a `Retry-After` with a date is counted from there. */
  date: number;
}

/** The answer of a fault that needs no body from an endpoint; null for the others. */
export function faultAnswer(fault: Fault, to: FaultyRequest): Answer | null {
  if (fault.kind === 'html200') {
    return { status: 200, headers: { 'content-type': 'text/html' }, text: htmlPage('Sign in') };
  }
  if (fault.kind === 'redirect')
    return { status: fault.status ?? 302, headers: { location: fault.to }, text: '' };
  if (fault.kind !== 'status' && fault.kind !== 'storm') return null;
  const answer = statusAnswer(fault.kind === 'storm' ? { kind: 'status', status: fault.status } : fault, to);
  if (fault.retryAfter !== undefined)
    answer.headers['retry-after'] = retryAfterText(fault.retryAfter, to.date);
  return answer;
}

type StatusFault = Extract<FaultKind, { kind: 'status' }>;

/** Statuses whose answers have no body. */
const bodiless = [204, 304];

function statusAnswer(fault: StatusFault, to: FaultyRequest): Answer {
  const { body = 'json', bytes = 0 } = fault;
  if (body === 'empty' || bodiless.includes(fault.status))
    return { status: fault.status, headers: {}, text: '' };
  if (body === 'html') {
    return {
      status: fault.status,
      headers: { 'content-type': 'text/html' },
      text: htmlPage(`Error ${fault.status}`).padEnd(bytes),
    };
  }
  if (body === 'deep') {
    const type = to.form === 'problem' ? problemJson : json;
    return { status: fault.status, headers: { 'content-type': type }, text: nested(fault.depth) };
  }
  const detail = body === 'json' ? 'planned fault' : `not accepted: Bearer ${echoedKey(body, to.key)}`;
  return refusalAnswer(to.form, new Refusal(fault.status, detail.padEnd(bytes, '.')), to.path);
}

/** Sends the answer whole or, under a fault, as badly as the fault says. */
export function send(response: ServerResponse, answer: Answer, fault: Fault | null): void {
  const bytes = Buffer.from(answer.text);
  const isBodiless = bodiless.includes(answer.status);
  const headers = { ...answer.headers, ...(!isBodiless && { 'content-length': bytes.length }) };
  if (fault?.kind === 'cut-off') {
    response.writeHead(answer.status, headers);
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy());
    return;
  }
  if (fault?.kind === 'truncated-json') {
    response.writeHead(answer.status, { ...headers, 'content-length': bytes.length >> 1 });
    response.end(bytes.subarray(0, bytes.length >> 1));
    return;
  }
  response.writeHead(answer.status, headers);
  if (fault?.kind === 'slow-drip') drip(response, bytes, fault.bytesPerMillisecond ?? 1);
  else response.end(bytes);
}

function drip(response: ServerResponse, bytes: Buffer, bytesPerMillisecond: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + bytesPerMillisecond));
    sent += bytesPerMillisecond;
    if (sent >= bytes.length) response.end();
  }, 1);
  response.once('close', () => clearInterval(timer));
}
