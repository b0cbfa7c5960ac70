import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { endOwn, startOwn, writeConfig } from './own';

const folder = mkdtempSync(path.join(tmpdir(), 'own-input-'));
const inFolder = (name: string): string => path.join(folder, name);
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 3, users: 8, days: 60, now: '2026-11-21T09:00:00Z' });
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('bad input is answered in the words of the connector', () => {
  test.each<[string, args: string[], says: string | RegExp]>([
    ['neither a configuration nor a file', ['--out', 'x.html'], 'invalid_configuration: Name either'],
    ['a configuration and a file', ['x.duckdb', '--config', 'config.json'], 'Name either the configuration'],
    [
      'days that are no number',
      ['--config', 'config.json', '--days', 'all'],
      '--days must be a whole number',
    ],
    ['a price of nothing', ['--config', 'config.json', '--price', '0'], '--price must be a number above 0'],
    [
      'all problems at once',
      ['--config', 'config.json', '--days', '0', '--price', 'x', '--currency', 'euro'],
      /--days must .* --price must .* --currency must/,
    ],
    ['a currency alone', ['--config', 'config.json', '--currency', 'EUR'], '--currency needs --price.'],
    ['no such configuration', ['--config', 'absent.json'], /absent\.json/],
    ['no JSON', ['--config', 'text.json'], /JSON/],
    ['properties', ['--config', 'bad.json'], /invalid_configuration: .*scope must be.*num_workers must be/],
    ['a key that nobody knows', ['--config', 'key.json'], /^invalid_credentials: /],
    ['a server that is not there', ['--config', 'server.json'], /^unreachable: /],
    ['a start before Devin', ['--config', 'config.json', '--days', '2000'], /start_date must not be before/],
  ])(
    '%s',
    async (_, args, says) => {
      const config = JSON.parse(readFileSync(writeConfig(folder, emulator), 'utf8')) as object;
      const write = (name: string, change: object) =>
        writeFileSync(inFolder(name), JSON.stringify({ ...config, ...change }));
      writeFileSync(inFolder('text.json'), 'This is no JSON.');
      write('bad.json', { scope: 'team', num_workers: 0 });
      write('key.json', { api_key: 'cog_0123456789abcdef0123456789abcdef' });
      write('server.json', { api_url: 'http://127.0.0.1:9' });
      const { code, stdout, stderr } = await endOwn(startOwn(folder, emulator, args));
      expect({ code, stdout: args.includes('2000') ? '' : stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(says);
      expect(stderr).not.toMatch(/\n {4}at /);
      expect(existsSync(inFolder('report.html'))).toBe(false);
    },
    120_000,
  );
});
