import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { abandonUnless } from './connect-timeout';
import type { Proxy } from './proxy';

/** The proxy did not connect, because of an error or its own answer. */
export class ProxyError extends Error {
  constructor(
    readonly code: string | undefined,
    readonly status?: number,
  ) {
    super('the proxy did not connect');
  }
}

/** Makes an agent use a proxy for every host. The proxy sees the host, but not the content: TLS starts behind it. */
export function throughProxy(agent: https.Agent, proxy: Proxy, timeoutMs: number): https.Agent {
  agent.createConnection = (options, callback) => {
    const { host, port } = options as { host: string; port: number };
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    tunnel(proxy, authority, timeoutMs).then(
      (socket) => callback?.(null, secured(socket, options as tls.ConnectionOptions, timeoutMs)),
      (error: unknown) => callback?.(error as Error, undefined as never),
    );
    return undefined;
  };
  return agent;
}

function secured(socket: Socket, options: tls.ConnectionOptions, timeoutMs: number): tls.TLSSocket {
  const secure = tls.connect({ ...options, socket });
  abandonUnless(secure, 'secureConnect', timeoutMs);
  return secure;
}

/** A connection through the proxy to `host:port`. Rejects with a ProxyError. */
function tunnel(proxy: Proxy, authority: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const connect = connectRequest(proxy, authority);
    const timer = setTimeout(() => connect.destroy(new ProxyError('ETIMEDOUT')), timeoutMs);
    connect.once('close', () => clearTimeout(timer));
    connect.once('error', (error: NodeJS.ErrnoException) => reject(new ProxyError(error.code)));
    connect.once('connect', ({ statusCode }: http.IncomingMessage, socket: Socket) => {
      clearTimeout(timer);
      if (statusCode === 200) resolve(socket);
      else reject(new ProxyError(undefined, statusCode));
      if (statusCode !== 200) socket.destroy();
    });
    connect.end();
  });
}

function connectRequest({ url, authorization }: Proxy, authority: string): http.ClientRequest {
  return (url.protocol === 'https:' ? https : http).request({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    method: 'CONNECT',
    path: authority,
    headers: {
      host: authority,
      ...(authorization !== undefined && { 'proxy-authorization': authorization }),
    },
    agent: false,
  });
}
