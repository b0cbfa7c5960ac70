import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { RequestName } from './error-facts';
import { DevinError } from './errors';
import type { Quote } from './detail';

/** An answer as it came, decompressed. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
}

/** Sends one GET and reads its whole answer, of any status; throws a DevinError where there is none. */
export type Send = (url: URL, request: RequestName, signal: AbortSignal) => Promise<Answer>;

export interface TransportOptions {
  readonly apiKey: string;
  readonly userAgent: string;
  readonly workers: number;
  readonly connectTimeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly quote: Quote;
}

/** A connection is kept for each worker. Proxies of the environment are used, but not to reach this very machine. */
export function createSend(options: TransportOptions): Send {
  let axios: ReturnType<typeof createAxios> | undefined;
  return async (url, request, signal) => {
    axios ??= createAxios(options);
    const instance = await axios;
    try {
      const proxy = isLoopback(url) ? false : undefined;
      const response = await instance.get<string>(url.href, { signal, proxy });
      if (url.protocol === 'https:' && isPlain(response.request))
        throw proxyRefusal(response.status, request);
      return asAnswer(response);
    } catch (error) {
      throw isAxiosError(error) ? failure(error, request, options) : error;
    }
  };
}

/** Axios takes 50 ms to load, which `spec` and `discover` need not wait for. */
async function createAxios(options: TransportOptions) {
  const { default: axios } = await import('axios');
  const agent = { keepAlive: true, maxSockets: options.workers };
  return axios.create({
    headers: {
      Authorization: `Bearer ${options.apiKey}`,
      Accept: 'application/json',
      'User-Agent': options.userAgent,
    },
    httpAgent: limited(new http.Agent(agent), 'connect', options.connectTimeoutMs),
    httpsAgent: limited(new https.Agent(agent), 'secureConnect', options.connectTimeoutMs),
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
    decompress: true,
    maxRedirects: 0,
    maxContentLength: options.maxAnswerBytes,
  });
}

/** Gives up connecting after a time of its own: a host that does not answer is known long before a slow answer is. */
function limited<Agent extends http.Agent>(agent: Agent, connected: string, timeoutMs: number): Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket) abandonUnless(socket, connected, timeoutMs);
    return socket;
  };
  return agent;
}

function abandonUnless(socket: Duplex, connected: string, timeoutMs: number): void {
  const timer = setTimeout(() => {
    const message = `no connection within ${timeoutMs / 1000} s`;
    socket.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  }, timeoutMs);
  const clear = () => clearTimeout(timer);
  socket.once(connected, clear).once('close', clear);
}

/** A proxy that refuses to connect answers in Devin's place, and in plain text. */
function isPlain(request: unknown): boolean {
  const { socket } = request as { socket?: { encrypted?: boolean } | null };
  return socket != null && socket.encrypted !== true;
}

function proxyRefusal(status: number, request: RequestName): DevinError {
  const answer = `${status} ${http.STATUS_CODES[status] ?? ''}`.trim();
  const cause = new Error(`the proxy of the environment answered ${answer} instead of connecting`);
  return new DevinError({ outcome: 'network', request, cause });
}

interface Response {
  readonly status: number;
  readonly data: string;
  readonly headers: object;
}

function asAnswer(response: Response): Answer {
  const headers = response.headers as Readonly<Record<string, unknown>>;
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return { status: response.status, body: response.data, header };
}

function failure(
  error: NetworkError,
  request: RequestName,
  { quote, maxAnswerBytes }: TransportOptions,
): DevinError {
  if (error.message.startsWith('maxContentLength')) {
    const detail = `it has more than ${maxAnswerBytes / 2 ** 20} MiB`;
    return new DevinError({ outcome: 'malformed', request, detail });
  }
  // Axios names its own error where the connection ends in the middle of an answer.
  const message = error.code === 'ERR_BAD_RESPONSE' ? 'the answer was cut off' : quote(error.message);
  const cause = Object.assign(new Error(message), { code: error.code });
  if (error.code === 'ETIMEDOUT') return new DevinError({ outcome: 'timeout', request, cause });
  if (error.code?.startsWith('Z_')) return new DevinError({ outcome: 'not_devin', request, cause });
  return new DevinError({ outcome: 'network', request, cause, isFinal: isUntrusted(error.code) });
}

/** Whether the certificate is not trusted: it will be the same at the next attempt. */
function isUntrusted(code = ''): boolean {
  return /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/.test(code);
}

interface NetworkError extends Error {
  readonly isAxiosError: true;
  readonly code?: string;
}

function isAxiosError(error: unknown): error is NetworkError {
  return error instanceof Error && 'isAxiosError' in error;
}

function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}
