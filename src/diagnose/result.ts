import type { Connection } from './connection';
import type { Reading } from './desk';
import type { Answer } from './run';
import type { EndpointCheck } from './schema/schema-check';
import type { Wire } from './wire';

/** What a run has found out. */
export interface Result {
  readonly version: string;
  /** The address of the API. */
  readonly apiUrl: string;
  /** Whether the run came to its end. */
  readonly isComplete: boolean;
  readonly connection: Connection;
  readonly wire: Wire;
  readonly requests: number;
  readonly answers: readonly Answer[];
  /** The answers, compared with the documents. */
  readonly endpoints: readonly EndpointCheck[];
  /** The ACUs by day, for the next run only. Undefined if there are none. */
  readonly reading: Reading | undefined;
}
