import { VError } from 'verror';
import { otherAddresses } from '../../src/connection/api-url';
import { parseConfig, type Settings } from '../../src/connection/settings';

const key = 'cog_not-a-real-key';
const minimal = { scope: 'enterprise', api_key: key };
const today = (): Date => new Date('2026-11-21T12:00:00Z');

function parse(raw: unknown, environment = {}): Settings {
  return parseConfig(raw, environment, today);
}

/** The error that a configuration is refused with. */
function errorOf(raw: unknown, environment = {}): Error {
  try {
    parse(raw, environment);
  } catch (error) {
    return error as Error;
  }
  throw new Error('The configuration is accepted.');
}

/** The problems that a configuration is refused for; none where it is accepted. */
function problemsOf(raw: unknown, environment = {}): string[] {
  try {
    parse(raw, environment);
    return [];
  } catch (error) {
    const { problems } = VError.info(error as Error) as { problems: string[] };
    return problems;
  }
}

describe('settings', () => {
  test('the two required properties are enough; everything else has its default', () => {
    expect(parse(minimal)).toEqual({
      scope: 'enterprise',
      apiKey: key,
      orgId: undefined,
      apiUrl: 'https://api.devin.ai',
      startDate: undefined,
      endDate: undefined,
      consumptionLookbackDays: 7,
      metricsLookbackDays: 28,
      numWorkers: 8,
      allowMissingPermissions: false,
      now: today,
    });
  });

  test('every property has its setting', () => {
    const raw = {
      scope: 'organization',
      api_key: key,
      org_id: 'org-1',
      api_url: 'https://api.acme.devinenterprise.com',
      start_date: '2026-10-01',
      end_date: '2026-10-31',
      consumption_lookback_days: 3,
      metrics_lookback_days: 14,
      num_workers: 2,
      allow_missing_permissions: true,
    };
    expect(parse(raw)).toEqual({
      scope: 'organization',
      apiKey: key,
      orgId: 'org-1',
      apiUrl: 'https://api.acme.devinenterprise.com',
      startDate: '2026-10-01',
      endDate: '2026-10-31',
      consumptionLookbackDays: 3,
      metricsLookbackDays: 14,
      numWorkers: 2,
      allowMissingPermissions: true,
      now: today,
    });
  });

  const accepted: [name: string, raw: object, expected: Partial<Settings>][] = [
    ['white space around the key is trimmed', { api_key: ` \t${key}\n` }, { apiKey: key }],
    ['an old key is not judged here', { api_key: 'apk_user_old' }, { apiKey: 'apk_user_old' }],
    [
      'white space around org_id is trimmed',
      { scope: 'organization', org_id: ' org-1 ' },
      { orgId: 'org-1' },
    ],
    ['an empty org_id is none', { org_id: ' ' }, { orgId: undefined }],
    ['null is none', { org_id: null, api_url: null, num_workers: null }, { orgId: undefined, numWorkers: 8 }],
    ['an empty start date is none', { start_date: '' }, { startDate: undefined }],
    ['unknown properties are ignored', { backfill: 1, constructor: 'x' }, { numWorkers: 8 }],
    ['today is not in the future', { start_date: '2026-11-21' }, { startDate: '2026-11-21' }],
    ['29 February of a leap year is a date', { start_date: '2024-02-29' }, { startDate: '2024-02-29' }],
    ['the first day of all', { start_date: '2023-01-01' }, { startDate: '2023-01-01' }],
    ['an empty end date is none', { end_date: ' ' }, { endDate: undefined }],
    ['an end date alone', { end_date: '2023-01-01' }, { endDate: '2023-01-01' }],
    ['an end date in the future', { end_date: '2030-12-31' }, { endDate: '2030-12-31' }],
    [
      'one day from start to end',
      { start_date: '2026-11-01', end_date: '2026-11-01' },
      { startDate: '2026-11-01', endDate: '2026-11-01' },
    ],
    ['the smallest consumption look-back', { consumption_lookback_days: 0 }, { consumptionLookbackDays: 0 }],
    ['the largest consumption look-back', { consumption_lookback_days: 90 }, { consumptionLookbackDays: 90 }],
    ['the smallest metrics look-back', { metrics_lookback_days: 0 }, { metricsLookbackDays: 0 }],
    ['the largest metrics look-back', { metrics_lookback_days: 365 }, { metricsLookbackDays: 365 }],
    ['one worker', { num_workers: 1 }, { numWorkers: 1 }],
    ['the most workers', { num_workers: 64 }, { numWorkers: 64 }],
  ];
  test.each(accepted)('%s', (_name, raw, expected) => {
    expect(parse({ ...minimal, ...raw })).toMatchObject(expected);
  });
});

describe('api_url', () => {
  test.each([
    ['a bare host gets https', 'api.devin.ai', 'https://api.devin.ai'],
    ['a bare host and port too', 'api.acme.example.com:8443', 'https://api.acme.example.com:8443'],
    ['a trailing slash is ignored', 'https://api.devin.ai/', 'https://api.devin.ai'],
    ['white space is trimmed', '  https://api.devin.ai\n', 'https://api.devin.ai'],
    ['case of scheme and host is ignored', 'HTTPS://API.Devin.ai', 'https://api.devin.ai'],
    ['a path is kept', 'https://proxy.example.com/devin/', 'https://proxy.example.com/devin'],
    [
      'a dedicated deployment with a path',
      'https://acme.devinenterprise.com/api',
      'https://acme.devinenterprise.com/api',
    ],
    [
      'a dedicated deployment without a scheme',
      'acme.devinenterprise.com/api/',
      'https://acme.devinenterprise.com/api',
    ],
    ['a trailing /v3 is dropped', 'https://api.devin.ai/v3', 'https://api.devin.ai'],
    ['a trailing /v3/ is dropped', 'https://api.devin.ai/v3/', 'https://api.devin.ai'],
    ['a trailing /v3// is dropped', 'api.devin.ai/v3//', 'https://api.devin.ai'],
    ['a trailing /v3beta1 is dropped', 'api.devin.ai/v3beta1', 'https://api.devin.ai'],
    [
      'a trailing /v3 after a path',
      'https://acme.devinenterprise.com/api/v3',
      'https://acme.devinenterprise.com/api',
    ],
    ['only a whole segment is dropped', 'https://proxy.example.com/dev3', 'https://proxy.example.com/dev3'],
    ['/v3 in the middle is kept', 'https://proxy.example.com/v3/devin', 'https://proxy.example.com/v3/devin'],
    ['empty means the default', '', 'https://api.devin.ai'],
    ['http to localhost', 'http://localhost:8080', 'http://localhost:8080'],
    ['http to 127.0.0.0/8', 'http://127.8.9.1:80/', 'http://127.8.9.1'],
    ['http to the IPv6 loopback', 'http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s', (_name, typed, apiUrl) => {
    expect(parse({ ...minimal, api_url: typed }).apiUrl).toBe(apiUrl);
  });

  test.each([
    ['http to another machine', 'http://api.devin.ai', 'begin with https://'],
    ['http to a host that looks like loopback', 'http://127.0.0.1.example.com', 'begin with https://'],
    ['http to a private address', 'http://192.168.0.5', 'begin with https://'],
    ['another scheme', 'ftp://api.devin.ai', 'a web address such as https://api.devin.ai'],
    ['no host', 'https://', 'a web address'],
    ['words', 'the usual one', 'a web address'],
    ['user and password', 'https://ada:secret@api.devin.ai', 'user name or a password'],
    ['user and password before a bare host', 'ada:secret@api.devin.ai', 'user name or a password'],
    ['a query', 'https://api.devin.ai?org=1', 'a query or a fragment'],
    ['an empty query', 'https://api.devin.ai/?', 'a query or a fragment'],
    ['a fragment', 'https://api.devin.ai/#top', 'a query or a fragment'],
    ['the web app', 'https://app.devin.ai', 'use https://api.devin.ai'],
    ['not a string', 8080, 'text in quotes'],
  ])('refused: %s', (_name, typed, expected) => {
    const problems = problemsOf({ ...minimal, api_url: typed });
    expect(problems).toEqual([expect.stringMatching(/^api_url must .*\.$/)]);
    expect(problems[0]).toContain(expected);
    expect(problems[0]).not.toContain('secret');
  });

  const [cloud, path, host] = [
    'https://api.devin.ai',
    'https://acme.devinenterprise.com/api',
    'https://api.acme.devinenterprise.com',
  ];
  const [anyPath, anyHost] = [path.replace('acme', '<company>'), host.replace('acme', '<company>')];
  test.each([
    [cloud, [anyPath, anyHost]],
    [path, [cloud, host]],
    [host, [cloud, path]],
    ['https://acme.devinenterprise.com', [cloud, path, host]],
    ['https://api.acme.devinenterprise.com/api', [cloud, path, host]],
    ['https://devin.example.com', [cloud, anyPath, anyHost]],
  ])('the message names the other addresses, and never the configured one: %s', (apiUrl, others) => {
    expect(otherAddresses(apiUrl)).toEqual(others);
  });
});

describe('refused with one sentence', () => {
  const scopes = 'scope must be "enterprise" or "organization".';
  const keyKind = 'the key of a Devin service user or a personal access token (cog_…).';
  const date = 'start_date must be a real calendar date written YYYY-MM-DD, from 2023-01-01 on.';
  const early = 'must not be before 2023-01-01: choose that day or a later one.';
  const order = 'end_date must not be before start_date: choose a later end_date or an earlier start_date.';
  const future = 'start_date must not be in the future: choose today (UTC) or an earlier day.';
  const keyAlone = 'api_key must be the key alone, without white space or special characters: copy it again.';
  const consumption = 'consumption_lookback_days must be a whole number from 0 to 90';
  const metrics = 'metrics_lookback_days must be a whole number from 0 to 365';
  const workers = 'num_workers must be a whole number from 1 to 64';
  const orgId = 'org_id is only for the scope "organization": remove org_id, or set scope to "organization".';
  const cases: [name: string, raw: object, problem: string][] = [
    ['no scope', { scope: undefined }, 'scope is missing: it must be "enterprise" or "organization".'],
    ['an unknown scope', { scope: 'team' }, scopes],
    ['a scope that is a list', { scope: ['enterprise'] }, scopes],
    ['no key', { api_key: undefined }, `api_key is missing: it must be ${keyKind}`],
    ['a key that is null', { api_key: null }, `api_key is missing: it must be ${keyKind}`],
    ['an empty key', { api_key: ' \n' }, `api_key is missing: it must be ${keyKind}`],
    ['a key that is a number', { api_key: 12345 }, `api_key must be ${keyKind}`],
    ['a key with white space inside', { api_key: `Bearer ${key}` }, keyAlone],
    ['a key with a line break inside', { api_key: `${key}\n${key}` }, keyAlone],
    ['a key with a control character', { api_key: `${key}\u0007${key}` }, keyAlone],
    ['a key cut short by an ellipsis', { api_key: `${key}…` }, keyAlone],
    ['org_id in enterprise scope', { org_id: 'org-1' }, orgId],
    [
      'org_id that is no id',
      { scope: 'organization', org_id: '..' },
      'org_id must be the id of an organization, as Devin shows it in the settings of the organization.',
    ],
    ['org_id that is a number', { scope: 'organization', org_id: 5 }, 'org_id must be text in quotes.'],
    ['31 February', { start_date: '2026-02-31' }, date],
    ['29 February of a common year', { start_date: '2026-02-29' }, date],
    ['month 13', { start_date: '2026-13-01' }, date],
    ['a date with a time', { start_date: '2026-11-01T00:00:00Z' }, date],
    ['a date without zeros', { start_date: '2026-1-1' }, date],
    ['a date that is a number', { start_date: 20261101 }, date],
    ['a start date before Devin', { start_date: '2022-12-31' }, `start_date ${early}`],
    ['a start date long ago', { start_date: '0000-01-01' }, date],
    ['an end date that is none', { end_date: '2026-02-31' }, date.replace('start', 'end')],
    ['an end date before Devin', { end_date: '2022-12-31' }, `end_date ${early}`],
    ['an end date before the start date', { start_date: '2026-11-02', end_date: '2026-11-01' }, order],
    ['tomorrow', { start_date: '2026-11-22' }, future],
    ['a consumption look-back below 0', { consumption_lookback_days: -1 }, `${consumption}.`],
    ['a consumption look-back above 90', { consumption_lookback_days: 91 }, `${consumption}.`],
    ['a metrics look-back below 0', { metrics_lookback_days: -1 }, `${metrics}.`],
    ['a metrics look-back above 365', { metrics_lookback_days: 366 }, `${metrics}.`],
    ['no workers', { num_workers: 0 }, `${workers}.`],
    ['too many workers', { num_workers: 65 }, `${workers}.`],
    ['half a worker', { num_workers: 1.5 }, `${workers}.`],
    ['workers as text', { num_workers: '8' }, `${workers}, written without quotes.`],
    ['workers as empty text', { num_workers: '' }, `${workers}, written without quotes.`],
    [
      'a switch as text',
      { allow_missing_permissions: 'true' },
      'allow_missing_permissions must be true or false, written without quotes.',
    ],
  ];
  test.each(cases)('%s', (_name, raw, problem) => {
    expect(problemsOf({ ...minimal, ...raw })).toEqual([problem]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', [minimal]],
    ['text', 'enterprise'],
  ])('a configuration that is %s', (_name, raw) => {
    expect(problemsOf(raw)).toEqual(['The configuration must be a JSON object with scope and api_key.']);
  });
});

describe('the error', () => {
  test('names all problems at once and quotes no key', () => {
    const raw = {
      api_key: `${key} ${key}`,
      org_id: 7,
      api_url: 'http://api.devin.ai',
      start_date: '2027-01-01',
      end_date: '2026-13-01',
      consumption_lookback_days: 1000,
      metrics_lookback_days: '28',
      num_workers: 0,
      allow_missing_permissions: 1,
    };
    const { message } = errorOf(raw);
    for (const name of ['scope', ...Object.keys(raw)]) {
      expect(message.match(new RegExp(`(^|\\. )${name} (is|must)`, 'g'))).toHaveLength(1);
    }
    expect(message).not.toContain(key);
  });

  test('is a config_error whose message is its problems', () => {
    const error = errorOf({ scope: 'team' });
    expect(error.name).toBe('ConfigError');
    const info = VError.info(error);
    expect(info).toMatchObject({ code: 'invalid_configuration', failureType: 'config_error' });
    expect(error.message).toBe((info as { problems: string[] }).problems.join(' '));
  });

  test('keeps values as the user typed them', () => {
    const raw = Object.freeze({ ...minimal, api_key: ` ${key} `, org_id: null });
    parse(raw);
    expect(raw).toEqual({ ...minimal, api_key: ` ${key} `, org_id: null });
  });
});

describe('the clock', () => {
  const local = { ...minimal, api_url: 'http://127.0.0.1:8080' };
  const instant = '2026-12-24T09:30:00Z';

  test('is the real one without SOURCE_DEVIN_NOW', () => {
    expect(parse(local).now()).toEqual(today());
    expect(parse(local, { SOURCE_DEVIN_NOW: '' }).now()).toEqual(today());
  });

  test.each([
    ['UTC', instant, instant],
    ['an offset', '2026-12-24T10:30:00.250+01:00', '2026-12-24T09:30:00.250Z'],
    ['lowercase letters', '2026-12-24t09:30:00z', instant],
  ])('stands still at SOURCE_DEVIN_NOW for a loopback address: %s', (_name, text, expected) => {
    const { now } = parse(local, { SOURCE_DEVIN_NOW: text });
    expect(now()).toEqual(new Date(expected));
    now().setFullYear(1999);
    expect(now()).toEqual(new Date(expected));
  });

  test('decides which dates are in the future', () => {
    const future = { ...local, start_date: '2026-12-24' };
    expect(problemsOf(future, { SOURCE_DEVIN_NOW: instant })).toEqual([]);
    expect(problemsOf(future)).toEqual([expect.stringContaining('start_date must not be in the future')]);
  });

  test.each([
    ['Devin itself', 'https://api.devin.ai'],
    ['a host that looks like loopback', 'https://localhost.example.com'],
  ])('ignores SOURCE_DEVIN_NOW for %s', (_name, apiUrl) => {
    const raw = { ...minimal, api_url: apiUrl };
    expect(parse(raw, { SOURCE_DEVIN_NOW: instant }).now()).toEqual(today());
    expect(problemsOf(raw, { SOURCE_DEVIN_NOW: 'yesterday' })).toEqual([]);
  });

  test.each([
    ['words', 'yesterday'],
    ['a date alone', '2026-12-24'],
    ['no offset', '2026-12-24T09:30:00'],
    ['31 February', '2026-02-31T09:30:00Z'],
    ['hour 24', '2026-12-24T24:00:00Z'],
    ['minute 60', '2026-12-24T09:60:00Z'],
    ['an offset of 99 hours', '2026-12-24T09:30:00+99:00'],
  ])('refuses a malformed SOURCE_DEVIN_NOW: %s', (_name, text) => {
    expect(problemsOf(local, { SOURCE_DEVIN_NOW: text })).toEqual([
      'The environment variable SOURCE_DEVIN_NOW must be an RFC 3339 instant such as 2026-11-20T09:00:00Z.',
    ]);
  });
});
