import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { AnswerRoom } from './answer-room';
import { readBody, type Body } from './body';
import type { RequestName } from '../error-facts';
import { DevinError } from '../errors';
import { networkError } from './network-errors';
import { withConnectTimeout } from './connect-timeout';
import { proxyFor, type Proxy } from './proxy';
import type { TimeLimit } from './time-limit';
import { throughProxy } from './tunnel';

/** An answer as Devin sent it, decompressed. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Whether an answer outside 200–299 was longer than the limit for such answers. */
  readonly isCut: boolean;
  readonly header: (name: string) => string | undefined;
  /** Call it when the body is no longer needed: others may wait for its room. */
  readonly release: () => void;
}

/**
 * Sends one GET and reads its answer of any status. Throws a DevinError if there is no answer, or if it is too large.
 */
export type Send = (url: URL, request: RequestName, time: TimeLimit) => Promise<Answer>;

export interface TransportOptions {
  readonly apiKey: string;
  readonly userAgent: string;
  readonly workers: number;
  readonly connectTimeoutMs: number;
  readonly maxAnswerBytes: number;
}

/**
 * Long answers: together with the first 256 KiB of answers for up to 64 workers, at most 64 MiB are held, 48 MiB of
 * them here.
 */
const longAnswersAtOnce = 2;

/** Keeps a connection for each worker. Uses the proxies of the environment, except to reach this machine. */
export function createSend(options: TransportOptions): Send {
  const room = new AnswerRoom(longAnswersAtOnce);
  let connections: ReturnType<typeof createAxios> | undefined;
  return async (url, request, time) => {
    // A redirect stays on the same origin, so the same proxy applies.
    const proxy = proxyFor(url, request);
    const axios = await (connections ??= createAxios(options, proxy));
    try {
      const response = await axios.get<Readable>(url.href, { signal: time.signal });
      const isError = response.status < 200 || response.status > 299;
      const limits = { isError, maxBytes: options.maxAnswerBytes, room };
      const body = await readBody(response.data, limits, time);
      if (body.isCut && !isError) throw tooLarge(body, request, options);
      return asAnswer(response, body);
    } catch (error) {
      if (error instanceof DevinError) throw error;
      throw networkError(error, request, proxy?.variable) ?? error;
    }
  };
}

/** Axios takes 50 ms to load. `spec` and `discover` do not need it. */
async function createAxios(options: TransportOptions, proxy: Proxy | undefined) {
  const { default: axios } = await import('axios');
  const { connectTimeoutMs } = options;
  const agent = { keepAlive: true, maxSockets: options.workers };
  const secure = new https.Agent(agent);
  return axios.create({
    headers: {
      Authorization: `Bearer ${options.apiKey}`,
      Accept: 'application/json',
      'User-Agent': options.userAgent,
    },
    httpAgent: withConnectTimeout(new http.Agent(agent), 'connect', connectTimeoutMs),
    httpsAgent: proxy
      ? throughProxy(secure, proxy, connectTimeoutMs)
      : withConnectTimeout(secure, 'secureConnect', connectTimeoutMs),
    proxy: false,
    responseType: 'stream',
    validateStatus: () => true,
    decompress: true,
    maxRedirects: 0,
  });
}

function tooLarge(body: Body, request: RequestName, { maxAnswerBytes }: TransportOptions): DevinError {
  body.release();
  const detail = `it is longer than ${maxAnswerBytes / 2 ** 20} MiB`;
  return new DevinError({ outcome: 'too_large', request, detail });
}

interface Response {
  readonly status: number;
  readonly headers: object;
}

function asAnswer({ status, headers }: Response, { text, isCut, release }: Body): Answer {
  const header = (name: string) => {
    const value = (headers as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' ? value : undefined;
  };
  return { status, body: text, isCut, header, release };
}
