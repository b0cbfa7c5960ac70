import { VError } from 'verror';
import type { ErrorCode, ErrorFacts, FailureType, Outcome, RequestName } from './error-facts';

interface Row {
  readonly code?: ErrorCode;
  readonly failureType: FailureType;
  /** Whether the same request may succeed a moment later. */
  readonly isPassing: boolean;
  readonly say: (name: string, facts: ErrorFacts) => string;
}

const answered = (name: string, facts: ErrorFacts) =>
  facts.answered === undefined ? `${name} was not sent` : `Devin answered ${facts.answered} to ${name}`;
const host = (facts: ErrorFacts) => facts.request?.host ?? 'its host';

const table: Readonly<Record<Outcome, Row>> = {
  unauthorized: {
    code: 'invalid_credentials',
    failureType: 'config_error',
    isPassing: false,
    say: answered,
  },
  forbidden: { code: 'invalid_permissions', failureType: 'config_error', isPassing: false, say: answered },
  not_found: { code: 'invalid_permissions', failureType: 'config_error', isPassing: false, say: answered },
  barred: {
    code: 'invalid_permissions',
    failureType: 'config_error',
    isPassing: false,
    say: (name, facts) =>
      `${answered(name, facts)}; it does not serve this account, so ask the person who manages your contract with Devin`,
  },
  rejected: { failureType: 'system_error', isPassing: false, say: answered },
  rate_limited: { code: 'rate_limited', failureType: 'transient_error', isPassing: true, say: answered },
  server_error: {
    code: 'unreachable',
    failureType: 'transient_error',
    isPassing: true,
    say: (name, facts) => `Devin at ${host(facts)} answered ${facts.answered ?? ''} to ${name}`,
  },
  network: {
    code: 'unreachable',
    failureType: 'transient_error',
    isPassing: true,
    say: (name, facts) =>
      facts.proxy === undefined
        ? `Devin at ${host(facts)} could not be reached for ${name}`
        : `The proxy in ${facts.proxy} did not connect to ${host(facts)} for ${name}`,
  },
  timeout: {
    code: 'unreachable',
    failureType: 'transient_error',
    isPassing: true,
    say: (name, facts) => `Devin at ${host(facts)} took too long to answer ${name}`,
  },
  not_devin: {
    code: 'unreachable',
    failureType: 'transient_error',
    isPassing: true,
    say: (name, facts) => `${host(facts)} did not answer ${name} like Devin's API`,
  },
  too_large: {
    failureType: 'system_error',
    isPassing: false,
    say: (name) => `Devin's answer to ${name} is too large`,
  },
  malformed: {
    failureType: 'system_error',
    isPassing: false,
    say: (name, facts) => `Devin's answer${facts.request ? ` to ${name}` : ''} is not as documented`,
  },
  stopped: {
    failureType: 'transient_error',
    isPassing: false,
    say: (name) => `Stopped before Devin answered ${name}`,
  },
};

/**
 * The only error that this folder throws for failures of Devin or the network. Its info has no headers and no body.
 */
export class DevinError extends VError {
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly code: ErrorCode | undefined;
  readonly failureType: FailureType;

  constructor(readonly facts: ErrorFacts) {
    const { outcome, status, requestId, request, cause } = facts;
    const code = table[outcome].code;
    const failureType = facts.failureType ?? table[outcome].failureType;
    const { method, path } = request ?? {};
    const info = { outcome, code, failureType, status, method, path, requestId };
    super({ name: 'DevinError', info, cause: cause ?? null }, '%s', sentence(facts));
    this.outcome = outcome;
    this.status = status;
    this.code = code;
    this.failureType = failureType;
  }

  /** Whether the same request may succeed a moment later. */
  get isPassing(): boolean {
    return table[this.outcome].isPassing && this.failureType !== 'config_error';
  }

  /** Whether the request was tried for the full time for such failures. */
  get usedUpItsTime(): boolean {
    return this.facts.usedUpItsTime === true;
  }

  /** The same error, with the number of attempts. */
  afterAttempts(attempts: number, usedUpItsTime: boolean): DevinError {
    return new DevinError({ ...this.facts, attempts, usedUpItsTime });
  }
}

function sentence(facts: ErrorFacts): string {
  const name = facts.request ? `${facts.request.method} ${facts.request.path}` : 'a request';
  const tries = (facts.attempts ?? 1) > 1 ? `, tried ${facts.attempts ?? 1} times` : '';
  return `${table[facts.outcome].say(name, facts)}${tries}${facts.detail ? `: ${facts.detail}` : ''}`;
}

/** Whether this is a DevinError with one of these outcomes. */
export function isOutcome(error: unknown, ...outcomes: readonly Outcome[]): error is DevinError {
  return error instanceof DevinError && outcomes.includes(error.outcome);
}

/**
 * An answer with another shape than documented: `Devin's answer … has <problem>`. The problem quotes nothing of it.
 */
export function malformedAnswer(problem: string, request?: RequestName): DevinError {
  return new DevinError({ outcome: 'malformed', request, detail: `it has ${problem}` });
}
