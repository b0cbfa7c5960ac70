import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { skippedWaits } from './skipped-waits';

/** Waits for a minute and for an hour while a request is answered, and writes the seconds of each by its clock. */
const script = `
  import { once } from 'node:events';
  import http from 'node:http';
  import { setTimeout as wait } from 'node:timers/promises';

  const server = http.createServer((_, response) => wait(20).then(() => response.end()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const answer = async () => {
    const request = http.request({ port: server.address().port, host: '127.0.0.1' }).end();
    const [response] = await once(request, 'response');
    await once(response.resume(), 'end');
  };
  const seconds = async (work) => {
    const startMs = performance.now();
    await work();
    return Math.floor((performance.now() - startMs) / 1000);
  };
  console.log(JSON.stringify(await Promise.all([answer, () => wait(60_000), () => wait(3_600_000)].map(seconds))));
  process.exit();
`;

test('the connector sits through no wait, and no wait makes a request seem longer than it is', async () => {
  const ended = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: skippedWaits,
  });
  const [request, minute, hour] = JSON.parse((await ended).stdout) as [number, number, number];
  expect(request).toBeLessThan(60);
  expect(minute).toBeGreaterThanOrEqual(60);
  expect(minute).toBeLessThan(hour);
  expect(hour).toBeGreaterThanOrEqual(3600);
});
