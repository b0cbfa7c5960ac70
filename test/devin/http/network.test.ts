import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { CountedClient } from '../../../src/devin/calls';
import { createClient, type ClientOptions } from '../../../src/devin/client';
import type { Outcome } from '../../../src/devin/error-facts';
import { failureOf } from '../transcript';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server on this machine for one test; answers its address, without scheme. */
async function listen(server: net.Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serving = (handler: http.RequestListener) => listen(http.createServer(handler));

function clientOf(apiUrl: string, options: Partial<ClientOptions> = {}): CountedClient {
  return createClient({ apiUrl, apiKey: 'cog_0123456789', workers: 2, userAgent: 'test', ...options });
}

const once = { maxAttempts: 1, timeoutMs: 5_000 };

describe('network failures', () => {
  const impatient = { maxAttempts: 1, timeoutMs: 50 };
  it.each<[string, http.RequestListener, typeof once, Outcome, string]>([
    ['no answer', () => undefined, impatient, 'timeout', 'no complete answer within 0.05 s'],
    [
      'an answer that stalls',
      (_request, response) => response.writeHead(200).write('{"items": ['),
      impatient,
      'timeout',
      'no complete answer within 0.05 s',
    ],
    [
      'an answer that comes byte by byte',
      (_request, response) => {
        const drip = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(drip));
      },
      impatient,
      'timeout',
      'no complete answer within 0.05 s',
    ],
    [
      'a reset before the answer',
      (request) => request.socket.resetAndDestroy(),
      once,
      'network',
      'could not be reached',
    ],
    [
      'an answer that ends with its connection',
      (request, response) => {
        response.writeHead(200, { 'content-length': 1_000 });
        response.write('{"items": [', () => request.socket.destroy());
      },
      once,
      'network',
      'the answer was cut off',
    ],
    [
      'an answer that ends before its compression',
      (_request, response) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync('{"items": [1, 2, 3]}').subarray(0, 20)),
      once,
      'not_devin',
      'not valid JSON, or was cut off',
    ],
    [
      'an answer with a wrong content encoding',
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{}'),
      once,
      'not_devin',
      'not compressed as its header says',
    ],
  ])('%s', async (_name, handler, limits, outcome, problem) => {
    const address = await serving(handler);
    const error = await failureOf(clientOf(`http://${address}`).get('/v3/self', {}, limits));
    expect(error).toMatchObject({ outcome, code: 'unreachable', failureType: 'transient_error' });
    expect(error.message).toContain(address);
    expect(error.message).toContain(problem);
  });

  it('are retried, and the connection of a failed attempt is not used again', async () => {
    let requests = 0;
    const address = await serving((request, response) => {
      requests += 1;
      if (requests < 3) request.socket.resetAndDestroy();
      else response.end('{"alive": true}');
    });
    const client = clientOf(`http://${address}`, { sleep: () => Promise.resolve() });
    expect(await client.get('/v3/self')).toEqual({ alive: true });
    expect(client.requestCount).toBe(3);
  });
});

it('the error names a host that refuses connections', async () => {
  const address = await listen(net.createServer());
  for (const close of closers.splice(0)) close();
  const error = await failureOf(clientOf(`http://${address}`).get('/v3/self', {}, once));
  expect(error).toMatchObject({ outcome: 'network', code: 'unreachable' });
  expect(error.message).toBe(
    `Devin at ${address} could not be reached for GET /v3/self: the connection was refused; ` +
      'check the host, the port and firewalls (ECONNREFUSED)',
  );
  expect(error.cause()).toMatchObject({ code: 'ECONNREFUSED' });
  expect(Object.keys(error.cause() ?? {})).toEqual(['code']);
});

it('the error names a host without TLS, in plain words', async () => {
  const address = await serving((_request, response) => response.end());
  const error = await failureOf(clientOf(`https://${address}`).get('/v3/self', {}, once));
  expect(error).toMatchObject({ outcome: 'network', failureType: 'transient_error' });
  expect(error.message).toBe(
    `Devin at ${address} could not be reached for GET /v3/self: ` +
      'no secure connection (TLS) could be established; check that this host and port use https (EPROTO)',
  );
});

it('the connection has a shorter time limit than the answer', async () => {
  const address = await listen(net.createServer());
  const client = clientOf(`https://${address}`, { connectTimeoutMs: 50 });
  const error = await failureOf(client.get('/v3/self', {}, once));
  expect(error).toMatchObject({ outcome: 'timeout', code: 'unreachable' });
  expect(error.message).toContain('no connection was established in time');
});

it('an answer that is too large is not read to its end', async () => {
  const address = await serving((_request, response) => {
    response.on('error', () => undefined);
    const more = () => {
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  const error = await failureOf(
    clientOf(`http://${address}`, { maxAnswerBytes: 2 ** 20 }).get('/x', {}, once),
  );
  expect(error).toMatchObject({ outcome: 'too_large', failureType: 'system_error' });
  expect(error.message).toContain('longer than 1 MiB');
});

describe('an error answer is read up to 64 KiB, and its connection is closed', () => {
  it.each<[string, number, string, Outcome, string]>([
    ['a page', 502, '<html>', 'server_error', '502 Bad Gateway to GET /x: an HTML page'],
    ['a page instead of a refusal', 403, '<html>', 'not_devin', '403 Forbidden with an HTML page'],
    ['JSON', 403, '{"detail": "not yours", "more": "', 'forbidden', '403 Forbidden to GET /x: not yours'],
    ['text', 404, 'no route', 'not_devin', '404 Not Found with text that is not JSON, "no route'],
  ])('%s', async (_name, status, start, outcome, says) => {
    let written = 0;
    let onClose = (): void => undefined;
    const closed = new Promise<void>((resolve) => (onClose = resolve));
    const address = await serving((_request, response) => {
      const part = ' '.repeat(65_536);
      const more = () => {
        for (written += part.length; response.write(part); written += part.length);
      };
      response
        .on('error', () => undefined)
        .on('close', onClose)
        .on('drain', more);
      response.writeHead(status).write(start, more);
    });
    const error = await failureOf(clientOf(`http://${address}`).get('/x', {}, once));
    expect(error).toMatchObject({ outcome, status });
    expect(error.message).toContain(says);
    await closed;
    // What the system's own buffers take is sent as well.
    expect(written).toBeLessThan(16 * 2 ** 20);
  });
});

describe('long answers', () => {
  const long = JSON.stringify('x'.repeat(2 ** 20));

  it('are read one after another, and all of them are read', async () => {
    const address = await serving((_request, response) => response.end(long));
    const client = clientOf(`http://${address}`, { workers: 16 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => client.get('/x', {}, once)));
    expect(new Set(answers)).toEqual(new Set([JSON.parse(long)]));
  });

  it('release their room when they fail', async () => {
    const kinds = [long.repeat(4), long.slice(1), long];
    let requests = 0;
    const address = await serving((request, response) => {
      requests += 1;
      if (requests <= 9) response.end(kinds[requests % 3]);
      else if (requests <= 12) response.write(long, () => request.socket.destroy());
      else response.end(long);
    });
    const client = clientOf(`http://${address}`, { maxAnswerBytes: 2 * 2 ** 20, workers: 1 });
    for (let call = 1; call <= 12; call += 1) await client.get('/x', {}, once).catch(() => undefined);
    expect(await client.get('/x', {}, once)).toHaveLength(2 ** 20);
  });

  it('that wait for room do not use their own time, and end with a stop', async () => {
    const held: http.ServerResponse[] = [];
    const address = await serving((_request, response) => {
      response.write(long);
      held.push(response);
      if (held.length === 3) for (const each of held) each.write(' ', () => setImmediate(() => stop.abort()));
    });
    const stop = new AbortController();
    const client = clientOf(`http://${address}`, { signal: stop.signal, workers: 6 });
    const errors = await Promise.all(['/a', '/b', '/c'].map((path) => failureOf(client.get(path, {}, once))));
    expect(errors.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped', 'stopped']);
  });
});

it('a compressed answer is read', async () => {
  const address = await serving((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"name": "Zoë"}'));
  });
  expect(await clientOf(`http://${address}`).get('/v3/self')).toEqual({ name: 'Zoë' });
});

it('connections are reused: two workers need two for many requests', async () => {
  const sockets = new Set<Socket>();
  const address = await serving((request, response) => {
    sockets.add(request.socket);
    response.end('{}');
  });
  const client = clientOf(`http://${address}`);
  await Promise.all(Array.from({ length: 40 }, () => client.get('/v3/self')));
  expect(sockets.size).toBeLessThanOrEqual(2);
});
