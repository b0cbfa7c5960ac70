import { checkConnection } from '../connection/check';
import type { StreamFinding } from '../connection/check-table';
import { readPrincipal, scopeOf } from '../connection/principal';
import { asFailure } from '../airbyte/failure';
import type { DevinScope } from '../devin/scope';
import type { Day } from '../sync/days';
import { streams } from '../streams';
import type { Asker } from './asker';

/** The connection, as `check` sees it. */
export interface Connection {
  readonly scope: DevinScope;
  /** The kind of the key. `hidden` if Devin does not tell it. */
  readonly principal: string;
  /** `ok`, or the code of the problem. */
  readonly check: string;
  /** The message of `check`. */
  readonly message: string;
  readonly streams: readonly StreamFinding[];
}

type CheckOptions = Parameters<typeof checkConnection>[0];

/** What `check` says. */
interface Checked {
  readonly check: string;
  readonly message: string;
  /** Undefined if the check passed. */
  readonly error?: unknown;
}

const principals = ['service_user', 'pat_user', 'devin_brain', 'windsurf_session'];

/** Problems of single endpoints: the questions find out more. */
const tolerable = ['invalid_permissions', 'no_resources', 'unreachable', 'rate_limited'];

/**
 * Does what `check` does. Throws the same errors if nothing can be asked: the scope is not known, or the key is
 * refused everywhere.
 */
export async function examineConnection(
  asker: Asker,
  settings: CheckOptions['settings'],
  lastDay: () => Day,
): Promise<Connection> {
  const findings: StreamFinding[] = [];
  const showFindings = (found: readonly StreamFinding[]) => findings.push(...found);
  const checked = await check({ client: asker, settings, streams, lastDay, showFindings });
  const principal = await readPrincipal(asker, settings).catch((error: unknown) => {
    throw checked.error ?? error;
  });
  const type = principals.find((each) => each === principal?.type) ?? 'another';
  return {
    scope: scopeOf(principal, settings),
    principal: principal === undefined ? 'hidden' : type,
    check: checked.check,
    message: checked.message,
    streams: findings,
  };
}

async function check(options: CheckOptions): Promise<Checked> {
  try {
    return { check: 'ok', message: (await checkConnection(options)).message };
  } catch (error) {
    const { message, failureType } = asFailure(error);
    const [, code = '', said = message] = /^(\w+): (.*)$/s.exec(message) ?? [];
    if (failureType === 'system_error' || !tolerable.includes(code)) throw error;
    return { check: code, message: said, error };
  }
}
