import type { Fault } from './faults/fault-kinds';
import { type FaultPlan } from './faults/faults';
import { type NewKey } from './api/key-ring';
import { type Limits } from './api/limits';
import { type LoggedRequest, type RequestCounts } from './api/request-log';
import { type Switches } from './world/switches';
import type { Scope, TruthRange, TruthRecord } from './truths/truth';
import { type World, type WorldOptions } from './world/world';

export interface EmulatorOptions extends Partial<WorldOptions> {
  switches?: Partial<Switches>;
  limits?: Partial<Limits>;
  faults?: Fault[];
  /** Default: any free port. */
  port?: number;
  /** Called with each request once its answer is made, just before that goes out: what it changes, the next request meets. */
  afterRequest?: (request: LoggedRequest, emulator: Emulator) => void;
  /** How many requests `requests` keeps; later ones are counted only. Default 100,000. */
  requestLogSize?: number;
}

/** A Devin API on 127.0.0.1, with an invented enterprise behind it. */
export interface Emulator {
  readonly url: string;
  readonly port: number;
  readonly world: World;
  /** Ready-made keys with every permission of their scope; `organization` belongs to `orgId`. */
  readonly keys: { readonly enterprise: string; readonly organization: string };
  /** The first organization. */
  readonly orgId: string;
  /** May be changed at any time, as may `limits`. */
  readonly switches: Switches;
  readonly limits: Limits;
  readonly faults: FaultPlan;
  /** Since the last `resetLog()`, oldest first. */
  readonly requests: readonly LoggedRequest[];
  readonly maxInFlight: number;
  /** RFC 3339. */
  readonly now: string;
  /** Everything is answered as of this instant (RFC 3339); also makes changes of `world` seen. */
  setNow(iso: string): void;
  requestCounts(): RequestCounts;
  resetLog(): void;
  addKey(key: NewKey): string;
  /** From now on the key is answered as an unknown one. */
  revokeKey(text: string): void;
  /** See `truth`; in organization scope `orgId` is the first organization unless `range` names one. */
  truth(stream: string, scope: Scope, range?: TruthRange): TruthRecord[];
  /** Ends every connection, answered or not. */
  close(): Promise<void>;
}
