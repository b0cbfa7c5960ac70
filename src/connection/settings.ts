import { VError } from 'verror';
import { baseUrl, readUrl, urlProblem } from './api-url';
import { clockInForce, type Environment } from './clock';
import type { Config } from './config';
import { checkAgainstSpec, firstDay } from './config-check';
import { isLoopback } from '../devin/http/loopback';

/** The configuration for the connector: checked, trimmed, and with all defaults. */
export interface Settings {
  readonly scope: Config['scope'];
  readonly apiKey: string;
  readonly orgId: string | undefined;
  /** Origin, and the path if there is one, without a trailing slash. */
  readonly apiUrl: string;
  /** `YYYY-MM-DD`. A real date that is not in the future. */
  readonly startDate: string | undefined;
  /** `YYYY-MM-DD`. A real date that is not before the start date. It may be in the future. */
  readonly endDate: string | undefined;
  readonly consumptionLookbackDays: number;
  readonly metricsLookbackDays: number;
  readonly numWorkers: number;
  readonly allowMissingPermissions: boolean;
  /** The clock of the connector. */
  readonly now: () => Date;
}

type Defaulted = Exclude<keyof Config, 'org_id' | 'start_date' | 'end_date'>;
type CompleteConfig = Config & Required<Pick<Config, Defaulted>>;

/**
 * Reads the configuration from the user. Throws one ConfigError (a VError with info `code`, `failureType`,
 * `problems`) that has a sentence for every problem and quotes no value.
 */
export function parseConfig(
  raw: unknown,
  environment: Environment = process.env,
  realNow: () => Date = () => new Date(),
): Settings {
  const { valid, problems } = checkAgainstSpec(raw);
  const url = valid.api_url === undefined ? undefined : readUrl(valid.api_url);
  const clock = clockInForce(url !== undefined && isLoopback(url.hostname), environment, realNow);
  const allProblems = [...problems, clock.problem, ...ruleProblems(valid, clock.now())].filter(
    (problem) => problem !== undefined,
  );
  if (url === undefined || allProblems.length > 0) throw configError(allProblems);
  return settings(valid as CompleteConfig, baseUrl(url), clock.now);
}

/** The rules that a schema cannot express, for the properties that satisfy it. */
function ruleProblems(config: Partial<Config>, now: Date): (string | undefined)[] {
  const { scope, api_key: key = '', org_id: orgId, api_url: url } = config;
  return [
    // Other characters cannot be sent in an HTTP header.
    /[^\x21-\x7e]/.test(key)
      ? 'api_key must be the key alone, without white space or special characters: copy it again.'
      : undefined,
    scope === 'enterprise' && orgId !== undefined
      ? 'org_id is only for the scope "organization": remove org_id, or set scope to "organization".'
      : undefined,
    orgId === '.' || orgId === '..'
      ? 'org_id must be the id of an organization, as Devin shows it in the settings of the organization.'
      : undefined,
    url === undefined ? undefined : urlProblem(url),
    ...dateProblems(config, now),
  ];
}

function dateProblems(config: Partial<Config>, now: Date): (string | undefined)[] {
  const { start_date: start = firstDay, end_date: end } = config;
  return [
    start < firstDay ? tooEarly('start_date') : undefined,
    start > now.toISOString().slice(0, 10)
      ? 'start_date must not be in the future: choose today (UTC) or an earlier day.'
      : undefined,
    end !== undefined && end < firstDay ? tooEarly('end_date') : undefined,
    end !== undefined && end >= firstDay && end < start
      ? 'end_date must not be before start_date: choose a later end_date or an earlier start_date.'
      : undefined,
  ];
}

function tooEarly(name: string): string {
  return `${name} must not be before ${firstDay}: choose that day or a later one.`;
}

function configError(problems: readonly string[]): Error {
  const info = { code: 'invalid_configuration', failureType: 'config_error', problems };
  return new VError({ name: 'ConfigError', info }, '%s', problems.join(' '));
}

function settings(config: CompleteConfig, apiUrl: string, now: () => Date): Settings {
  return {
    scope: config.scope,
    apiKey: config.api_key,
    orgId: config.org_id,
    apiUrl,
    startDate: config.start_date,
    endDate: config.end_date,
    consumptionLookbackDays: config.consumption_lookback_days,
    metricsLookbackDays: config.metrics_lookback_days,
    numWorkers: config.num_workers,
    allowMissingPermissions: config.allow_missing_permissions,
    now,
  };
}
