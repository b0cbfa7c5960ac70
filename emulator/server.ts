import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeAdmin } from './admin';
import type { Emulator, EmulatorOptions } from './emulator';
import { isoOf, parseInstant } from './world/billing-days';
import { makeHandler } from './api/exchange';
import { makeFaultPlan } from './faults/faults';
import { makeKeyRing } from './api/key-ring';
import { noLimits, type Limits } from './api/limits';
import { makeRequestLog, type LoggedRequest } from './api/request-log';
import { checkedSwitches, defaultSwitches } from './world/switch-choices';
import { type Switches } from './world/switches';
import { truth } from './truths/truth';
import { makeView } from './world/view';
import { makeWorld } from './world/world';

// Long cursors come back in the path and query.
const longestHeaderBytes = 4 * 1024 * 1024;

/** Starts an emulator; rejects if the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const switches: Switches = { ...defaultSwitches(), ...checkedSwitches(options.switches ?? {}) };
  const { seed = 1, now = '2026-11-21T09:00:00Z' } = options;
  const world = makeWorld({ ...options, seed, now }, switches);
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
