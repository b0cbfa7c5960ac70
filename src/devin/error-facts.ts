/** What came of a request that was not answered as it should be. */
export type Outcome =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  /** Devin does not serve this account: it is not paid for, or the law is against it. */
  | 'barred'
  | 'rejected'
  | 'rate_limited'
  | 'server_error'
  | 'network'
  | 'timeout'
  | 'not_devin'
  /** More than is read or held at once; a list is asked for again in smaller pages. */
  | 'too_large'
  | 'malformed'
  | 'stopped';

/** Who must act: the user, nobody (wait), or us. */
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

export type ErrorCode = 'invalid_credentials' | 'invalid_permissions' | 'rate_limited' | 'unreachable';

/** What a body is that is not the JSON of an API. */
export type ForeignBody = 'html' | 'text' | 'empty';

/** A request as an error may name it: without query, headers or body. */
export interface RequestName {
  readonly method: 'GET';
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly host: string;
}

/** What an error is made of. `detail` and `answered` are one line each, free of secrets. */
export interface ErrorFacts {
  readonly outcome: Outcome;
  readonly request?: RequestName | undefined;
  readonly status?: number | undefined;
  /** Status and its name, such as `403 Forbidden`. */
  readonly answered?: string | undefined;
  /** Where the answer was no JSON. */
  readonly body?: ForeignBody | undefined;
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfter?: string | undefined;
  /** The `Date` header of the answer. */
  readonly date?: string | undefined;
  /** The environment variable of the proxy that is to blame, such as `HTTPS_PROXY`. */
  readonly proxy?: string | undefined;
  /** Where it is not the table's. */
  readonly failureType?: FailureType | undefined;
  /** At most a plain error with the code of the network's error, and what it means. */
  readonly cause?: Error | undefined;
  readonly attempts?: number | undefined;
  /** It was tried for as long as such a failure is. */
  readonly usedUpItsTime?: boolean | undefined;
}
