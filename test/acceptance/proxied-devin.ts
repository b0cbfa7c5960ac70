import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { selfSigned } from './self-signed';

/** No name server knows it, so that it is reached through the proxy or not at all. */
export const proxiedHost = 'devin.invalid';

/** A Devin at `https://devin.invalid`, which only a proxy reaches, with a self-signed certificate. */
export interface ProxiedDevin {
  /** `http://name:password@127.0.0.1:<port>`, with the password percent-encoded. */
  readonly proxyUrl: string;
  readonly proxyPassword: string;
  /** A PEM file that vouches for the certificate. */
  readonly certificateFile: string;
  /** What the proxy was asked for, such as `CONNECT devin.invalid:443`, and with which headers. */
  readonly proxied: { request: string; headers: IncomingHttpHeaders }[];
  /** How many requests came through to Devin. */
  received: number;
  /** The proxy answers this status instead of connecting. */
  refusal?: number;
}

/** Lends a proxied Devin in front of an emulator. */
export async function withProxiedDevin(
  emulatorUrl: string,
  use: (devin: ProxiedDevin) => Promise<void>,
  validForMs?: number,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-'));
  const certificate = selfSigned(proxiedHost, validForMs);
  const certificateFile = path.join(folder, 'certificate.pem');
  writeFileSync(certificateFile, certificate.cert);
  const proxyPassword = 'pr0xy:p@ss/w0rd %';
  const devin: ProxiedDevin = { proxyUrl: '', proxyPassword, certificateFile, proxied: [], received: 0 };
  const origin = https.createServer(certificate, (request, response) => {
    devin.received += 1;
    forward(`${emulatorUrl}${request.url ?? ''}`, request.headers, response);
  });
  const sockets = new Set<Socket>();
  const originPort = await listen(origin, sockets);
  const proxyPort = await listen(makeProxy(devin, originPort, sockets), sockets);
  try {
    await use(
      Object.assign(devin, {
        proxyUrl: `http://name:${encodeURIComponent(proxyPassword)}@127.0.0.1:${proxyPort}`,
      }),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeProxy(devin: ProxiedDevin, originPort: number, sockets: Set<Socket>): http.Server {
  const note = ({ method = '', url = '', headers }: http.IncomingMessage): void =>
    void devin.proxied.push({ request: `${method} ${url}`, headers });
  const proxy = http.createServer((request, response) => {
    note(request);
    response.writeHead(405).end();
  });
  return proxy.on('connect', (request: http.IncomingMessage, client: Socket) => {
    note(request);
    client.on('error', () => undefined);
    if (devin.refusal !== undefined) {
      client.end(`HTTP/1.1 ${devin.refusal} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const origin = net.connect(originPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      origin.pipe(client).pipe(origin);
    });
    sockets.add(origin.on('error', () => undefined));
  });
}

function forward(url: string, headers: IncomingHttpHeaders, response: ServerResponse): void {
  http.get(url, { headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
}

async function listen(server: Server, sockets: Set<Socket>): Promise<number> {
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return (server.address() as AddressInfo).port;
}
