import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeAdmin } from './admin';
import { isoOf, parseInstant } from './billing-days';
import { makeHandler } from './exchange';
import { makeFaultPlan, type Fault, type FaultPlan } from './faults';
import { makeKeyRing, type NewKey } from './key-ring';
import { noLimits, type Limits } from './limits';
import { makeRequestLog, type LoggedRequest, type RequestCounts } from './request-log';
import { checkedSwitches } from './switch-choices';
import { defaultSwitches, type Switches } from './switches';
import { truth, type Scope, type TruthRange, type TruthRecord } from './truth';
import { makeView } from './view';
import { makeWorld, type World, type WorldOptions } from './world';

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

// Long cursors come back in the path and query.
const longestHeaderBytes = 4 * 1024 * 1024;

/** Starts an emulator; rejects if the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const world = makeWorld({
    ...options,
    seed: options.seed ?? 1,
    now: options.now ?? '2026-11-21T09:00:00Z',
  });
  const switches: Switches = { ...defaultSwitches(), ...checkedSwitches(options.switches ?? {}) };
  const limits: Limits = { ...noLimits(), ...options.limits };
  const faults = makeFaultPlan();
  for (const fault of options.faults ?? []) faults.add(fault);
  const keyRing = makeKeyRing(world);
  const log = makeRequestLog(options.requestLogSize ?? 100_000);
  let view = makeView(world, world.anchor, switches);
  const answered = (request: LoggedRequest): void => options.afterRequest?.(request, emulator);
  const handle = makeHandler({ keyRing, log, faults, limits, view: () => view, answered });
  const server = createServer({ maxHeaderSize: longestHeaderBytes }, (request, response) => {
    if (request.url?.startsWith('/_emulator/') === true) void admin(request, response);
    else handle(request, response);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const orgId = world.organizations[0]?.org_id ?? '';
  const emulator: Emulator = {
    url: `http://127.0.0.1:${port}`,
    port,
    world,
    keys: { enterprise: keyRing.enterprise, organization: keyRing.organization },
    orgId,
    switches,
    limits,
    faults,
    requests: log.requests,
    get maxInFlight() {
      return log.maxInFlight;
    },
    get now() {
      return isoOf(view.now);
    },
    setNow: (iso) => void (view = makeView(world, parseInstant(iso), switches)),
    requestCounts: () => log.counts(),
    resetLog: () => log.reset(),
    addKey: (key) => keyRing.add(key),
    revokeKey: (text) => keyRing.revoke(text),
    truth: (stream, scope, range = {}) =>
      truth(view, stream, scope === 'enterprise' ? { ...range, orgId: null } : { orgId, ...range }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const admin = makeAdmin(emulator);
  return emulator;
}
