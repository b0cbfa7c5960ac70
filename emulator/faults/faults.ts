import { checkedFault } from './fault-checks';
import type { Fault } from './fault-kinds';

/** A fault in the plan; `seen` counts requests that matched, `done` those that it was applied to. */
export interface PlannedFault {
  readonly fault: Fault;
  seen: number;
  done: number;
  /** When a storm began, by the plan's clock. */
  sinceMs?: number;
}

/** The faults of an emulator; only what `checkedFault` lets through is planned. The first that applies to a request wins, all that match count it. */
export interface FaultPlan {
  add(fault: Fault): PlannedFault;
  clear(): void;
  /** Counts the request and answers the fault to apply, if any. */
  find(request: { path: string; url: string; query: URLSearchParams }): Fault | null;
}

/** A plan on a clock in milliseconds. */
export function makeFaultPlan(clock: () => number = () => performance.now()): FaultPlan {
  const planned: PlannedFault[] = [];
  return {
    add(fault) {
      const entry = { fault: checkedFault(fault), seen: 0, done: 0 };
      planned.push(entry);
      return entry;
    },
    clear: () => void planned.splice(0),
    find(request) {
      let found: PlannedFault | null = null;
      for (const entry of planned) {
        if (!matches(entry.fault, request)) continue;
        entry.seen += 1;
        if (!found && applies(entry, clock)) found = entry;
      }
      if (!found) return null;
      found.done += 1;
      return found.fault;
    },
  };
}

function applies(entry: PlannedFault, clock: () => number): boolean {
  if (entry.sinceMs === undefined && !isNumbered(entry)) return false;
  if (entry.fault.kind !== 'storm') return true;
  // After its start it ends by time, whatever requests come.
  entry.sinceMs ??= clock();
  return clock() - entry.sinceMs < entry.fault.seconds * 1000;
}

function isNumbered({ fault, seen }: PlannedFault): boolean {
  const occurrences = fault.occurrences ?? 'all';
  if (occurrences === 'all') return true;
  return 'from' in occurrences ? seen >= occurrences.from : occurrences.includes(seen);
}

function matches(fault: Fault, request: { path: string; url: string; query: URLSearchParams }): boolean {
  for (const [name, value] of Object.entries(fault.query ?? {})) {
    if (!request.query.getAll(name).includes(value)) return false;
  }
  if (typeof fault.path === 'string') return matchesGlob(fault.path, request.path);
  return new RegExp(fault.path).test(request.path) || new RegExp(fault.path).test(request.url);
}

function matchesGlob(glob: string, path: string): boolean {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(path);
}
