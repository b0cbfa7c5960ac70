/** The result of a request without a usable answer. */
export type Outcome =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  /** Devin does not serve this account, because of payment or law. */
  | 'barred'
  | 'rejected'
  | 'rate_limited'
  | 'server_error'
  | 'network'
  | 'timeout'
  | 'not_devin'
  /** The answer is larger than the limit. A list is asked for again in smaller pages. */
  | 'too_large'
  | 'malformed'
  | 'stopped';

/** Who must act: the user, nobody (wait), or the developers. */
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

export type ErrorCode = 'invalid_credentials' | 'invalid_permissions' | 'rate_limited' | 'unreachable';

/** The kind of a body that is not the JSON of an API. */
export type ForeignBody = 'html' | 'text' | 'empty';

/** The part of a request that an error may name: no query, headers or body. */
export interface RequestName {
  readonly method: 'GET';
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly host: string;
}

/** The facts of an error. `detail` and `answered` are one line each, without secrets. */
export interface ErrorFacts {
  readonly outcome: Outcome;
  readonly request?: RequestName | undefined;
  readonly status?: number | undefined;
  /** Status and its name, such as `403 Forbidden`. */
  readonly answered?: string | undefined;
  /** The kind of body, if it is not JSON. */
  readonly body?: ForeignBody | undefined;
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfter?: string | undefined;
  /** The `Date` header of the answer. */
  readonly date?: string | undefined;
  /** The environment variable of the proxy that failed, such as `HTTPS_PROXY`. */
  readonly proxy?: string | undefined;
  /** The failure type, if it is not the one of the table. */
  readonly failureType?: FailureType | undefined;
  /** At most a plain error with the code of the network error, and its meaning. */
  readonly cause?: Error | undefined;
  readonly attempts?: number | undefined;
  /** It was tried for the full time for such failures. */
  readonly usedUpItsTime?: boolean | undefined;
}
