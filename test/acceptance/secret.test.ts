import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connection } from './connection';
import type { EmulatorOptions } from '../../emulator/emulator';
import { run } from './executable';
import { check, configOf, discover, read, temporaryFiles, withEmulator } from './harness';
import { skippedWaits } from './skipped-waits';

/** Everything that URL and base64 spell in their own way. */
const oddKey = 'cog_S3cret+with/odd=characters%41~and?more&';
const config = { start_date: '2026-11-15' };
const permissions = ['ViewAccountMembership', 'ViewAccountConsumption', 'ViewAccountMetrics'];

// The harness sweeps the output of every run for the key; here Devin itself gives it away.
describe.each(['echo-key', 'echo-key-url-encoded', 'echo-key-base64'] as const)(
  'a body that repeats the key: %s',
  (body) => {
    it.concurrent('is quoted without the key, at any log level', () =>
      withEmulator({}, async (emulator) => {
        const key = emulator.addKey({ text: oddKey, permissions });
        const [one, other] = emulator.world.people;
        const users = '*/consumption/daily/users/';
        emulator.faults.add({ path: '*/metrics/prs', kind: 'status', status: 400, body });
        emulator.faults.add({
          path: `${users}${one?.id ?? ''}`,
          kind: 'status',
          status: 500,
          body,
          retryAfter: 0.05,
        });
        emulator.faults.add({ path: `${users}${other?.id ?? ''}`, kind: 'status', status: 403, body });
        const connection = await Connection.create(emulator, { config: { ...config, api_key: key } });
        const run = await connection.sync({ env: { LOG_LEVEL: 'TRACE', ...skippedWaits } });
        expect(run.errors.map(({ message }) => message)).toEqual([
          expect.stringContaining('not accepted: Bearer ***'),
          expect.stringContaining('not accepted: Bearer ***'),
        ]);
        expect(run.logs('INFO').join()).toContain('not accepted: Bearer ***');
      }),
    );

    it.concurrent.each([400, 401, 403, 500])('%d: check reports it without the key', (status) =>
      withEmulator({}, async (emulator) => {
        emulator.addKey({ text: oddKey, permissions });
        for (const path of ['/v3/self', '*/members/*'])
          emulator.faults.add({ path, kind: 'status', status, body, retryAfter: 0.05 });
        const run = await check(configOf(emulator, 'enterprise', { api_key: oddKey }));
        expect([run.exitCode, run.connectionStatus.status]).toEqual([0, 'FAILED']);
      }),
    );
  },
);

it.concurrent('the key is not sent to another host, whatever redirects there', async () => {
  let received = 0;
  const other = createServer((_, response) => {
    received += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  try {
    await withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/metrics/prs', kind: 'redirect', to: `${to}/v3/enterprise/metrics/prs` });
      const connection = await Connection.create(emulator, { config });
      const run = await connection.sync();
      expect(run.errors).toEqual([
        expect.objectContaining({
          failure_type: 'config_error',
          stream_descriptor: { name: 'daily_pr_metrics' },
          message: expect.stringContaining(`redirects to another host, ${to.slice(7)}`) as string,
        }),
      ]);
      emulator.faults.add({ path: '/v3/self', kind: 'redirect', to, status: 308 });
      const checked = await check(configOf(emulator, 'enterprise'));
      expect(checked.connectionStatus).toMatchObject({
        status: 'FAILED',
        message: expect.stringMatching(/^unreachable: .*another host/) as string,
      });
    });
    expect(received).toBe(0);
  } finally {
    other.close();
  }
});

describe('a configuration in place of its file name', () => {
  const text = JSON.stringify({ scope: 'enterprise', api_key: oddKey, org_id: 'org-of-ours' }, null, 2);
  const commands: [name: string, args: string[]][] = [
    ['check', ['check', '--config']],
    ['discover', ['discover', '--config']],
    ['read', ['read', '--catalog', 'catalog.json', '--config']],
    ['the catalog of read', ['read', '--config', 'config.json', '--catalog']],
    ['no command', []],
  ];
  const typed: [name: string, text: string][] = [
    ['whole', text],
    ['in one line', text.replace(/\s+/g, ' ')],
    ['cut off', text.slice(0, -4)],
    ['the key alone', 'cog_0123456789abcdefghij'],
  ];
  const cases = commands.flatMap(([command, args]) =>
    typed.map(([name, content]): [string, string, string[]] => [command, name, [...args, content]]),
  );

  it.concurrent.each(cases)('is not printed: %s, %s', async (_command, _name, args) => {
    const ended = await run(args, { secret: oddKey });
    expect(ended.exitCode).toBe(1);
    expect(ended.errors).toEqual([expect.objectContaining({ failure_type: 'config_error' })]);
    expect(ended.stdout).not.toMatch(/org-of-ours|cog_0/);
  });
});

it.concurrent('another key in a name is hidden in records, states and logs', () => {
  const other = 'cog_OfSomebodyElse0123456789';
  const customize: EmulatorOptions['customize'] = ([first]) =>
    void Object.assign(first ?? {}, { name: `Ada ${other}` });
  return withEmulator({ customize }, async (emulator) => {
    const ended = await read({ emulator, config, streams: ['members'], env: { LOG_LEVEL: 'TRACE' } });
    expect(ended.exitCode).toBe(0);
    expect(ended.records('members').map(({ name }) => name)).toContain('Ada ****');
    expect(JSON.stringify(ended.state('members'))).toContain('Ada ****');
    expect(ended.stdout).not.toContain(other);
  });
});

// Devin knows it, however odd it is: the messages must stay those of the protocol, and the fields those of the schema.
it.concurrent.each(['session_insights', 'daily_active_users', 'active_users_count'])(
  'a key that is a common word hides no field and no stream: %s',
  (key) =>
    withEmulator({}, async (emulator) => {
      emulator.addKey({ text: key, permissions: [...permissions, 'ViewAccountSessions'] });
      const streams = ['session_insights', 'daily_active_users'];
      const usual = await read({ emulator, config, streams });
      const chosen = (await discover('enterprise')).filter(({ name }) => streams.includes(name));
      const files = temporaryFiles({
        config: configOf(emulator, 'enterprise', { ...config, api_key: key }),
        catalog: { streams: chosen.map((stream) => ({ stream, sync_mode: 'incremental' })) },
      });
      const args = ['read', '--config', files.config ?? '', '--catalog', files.catalog ?? ''];
      const env = { SOURCE_DEVIN_NOW: emulator.now };
      const ended = await run(args, { env, configured: chosen, onEnd: files.remove });
      expect(ended.exitCode).toBe(0);
      for (const stream of streams) {
        expect(ended.outcome(stream)).toBe('COMPLETE');
        expect(usual.records(stream).length).toBeGreaterThan(0);
        expect(ended.records(stream)).toEqual(usual.records(stream));
      }
    }),
);
