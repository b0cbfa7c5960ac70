import { run } from './executable';
import { check, configOf, temporaryFiles, withEmulator } from './harness';
import type { Row } from './protocol';
import { expectRefused, readFiles } from './refused';

describe('a configuration', () => {
  const cases: [name: string, more: Row, ...says: RegExp[]][] = [
    ['without scope', { scope: undefined }, /scope is missing: .*"enterprise" or "organization"/],
    ['without key', { api_key: undefined }, /api_key is missing/],
    ['with an empty key', { api_key: '  ' }, /api_key is missing/],
    ['with a key that holds white space', { api_key: 'cog_one cog_two' }, /api_key must be the key alone/],
    ['with another scope', { scope: 'team' }, /scope must be "enterprise" or "organization"/],
    [
      'with an organization in enterprise scope',
      { org_id: 'org-1' },
      /org_id is only for the scope "organization"/,
    ],
    [
      'with http to another machine',
      { api_url: 'http://devin.example.com' },
      /api_url must begin with https:\/\//,
    ],
    ['with an address that is none', { api_url: 'not an address' }, /api_url must be a web address/],
    [
      'with the web app',
      { api_url: 'https://app.devin.ai' },
      /not of the web app: use https:\/\/api\.devin\.ai/,
    ],
    [
      'with the key in the address',
      { api_url: 'https://me:secret@api.devin.ai' },
      /api_url must not contain a user name/,
    ],
    ['with a start date in the future', { start_date: '2999-01-01' }, /start_date must not be in the future/],
    ['with 31 February', { start_date: '2026-02-31' }, /start_date must be a real calendar date/],
    ['with another way to write a date', { start_date: '01/11/2026' }, /start_date must be .*YYYY-MM-DD/],
    [
      'with a look-back of 91',
      { consumption_lookback_days: 91 },
      /consumption_lookback_days must be .* 0 to 90/,
    ],
    [
      'with half a day',
      { metrics_lookback_days: 1.5 },
      /metrics_lookback_days must be a whole number from 0 to 365/,
    ],
    [
      'with a number in quotes',
      { num_workers: '8' },
      /num_workers must be .*1 to 64, written without quotes/,
    ],
    ['with no worker', { num_workers: 0 }, /num_workers must be a whole number from 1 to 64/],
    ['with "yes"', { allow_missing_permissions: 'yes' }, /allow_missing_permissions must be true or false/],
    [
      'with much wrong, all of it at once',
      { scope: 'team', api_key: '', start_date: 'soon', num_workers: 65, api_url: 'http://example.com' },
      ...[/scope must/, /api_key is missing/, /start_date must/, /num_workers must/, /api_url must/],
    ],
  ];

  it.concurrent.each(cases)('%s: discover and check report it without a request', (_, more, ...says) =>
    withEmulator({}, async (emulator) => {
      const config = configOf(emulator, 'enterprise', more);
      const files = temporaryFiles({ config });
      const discovered = await run(['discover', '--config', files.config ?? ''], { onEnd: files.remove });
      expectRefused(discovered, emulator, /^invalid_configuration: /, ...says);
      const { connectionStatus, exitCode } = await check(config);
      expect([exitCode, connectionStatus.status]).toEqual([0, 'FAILED']);
      expect(connectionStatus.message).toBe(discovered.errors[0]?.message);
      expect(emulator.requests).toEqual([]);
    }),
  );

  it.concurrent('that is wrong is also refused by read', () =>
    withEmulator({}, async (emulator) => {
      const files = temporaryFiles({ config: configOf(emulator, 'enterprise', { num_workers: 0 }) });
      const ended = await readFiles(emulator, { config: files.config ?? '' });
      expectRefused(ended, emulator, /^invalid_configuration: num_workers must be/);
      files.remove();
    }),
  );

  it.concurrent('may have unknown properties and white space', () =>
    withEmulator({}, async (emulator) => {
      const padded = {
        api_key: ` ${emulator.keys.enterprise}\n`,
        api_url: ` ${emulator.url}/ `,
        colour: 'blue',
      };
      const ended = await check(
        configOf(emulator, 'enterprise', { ...padded, org_id: '', start_date: null }),
      );
      expect(ended.connectionStatus.status).toBe('SUCCEEDED');
    }),
  );

  it.concurrent('with an old-style key is refused by read without a request', () =>
    withEmulator({}, async (emulator) => {
      const files = temporaryFiles({
        config: configOf(emulator, 'enterprise', { api_key: 'apk_user_0123456' }),
      });
      const ended = await readFiles(emulator, { config: files.config ?? '' });
      expectRefused(ended, emulator, /^invalid_credentials: .*apk_.*cog_/);
      files.remove();
    }),
  );

  it.concurrent.each(['null', '[]', '"enterprise"', '7'])('that is %s', (text) =>
    withEmulator({}, async (emulator) => {
      const files = temporaryFiles({ config: JSON.parse(text) as unknown });
      const ended = await readFiles(emulator, { config: files.config ?? '' });
      expectRefused(ended, emulator, /^invalid_configuration: The configuration must be a JSON object/);
      files.remove();
    }),
  );
});
