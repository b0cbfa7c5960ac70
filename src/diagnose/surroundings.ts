import type { Terminal } from '../airbyte/terminal';
import type { ClientOptions } from '../devin/client';

/** What the process gives to the command. */
export interface Surroundings {
  /** The version of the connector. */
  readonly version: string;
  /** Shows what is asked. */
  readonly terminal: Terminal | undefined;
  /** The width of the result, in characters. */
  readonly columns: number;
  /** Ends the questions. What is known so far is printed. */
  readonly signal: AbortSignal;
  /** The file with the readings of an earlier run. It need not exist. */
  readonly readingsFile?: string | undefined;
  /** The retry policy, if it is not the default of the client. */
  readonly retry?: ClientOptions['retry'];
}
