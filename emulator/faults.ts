/** When a fault applies: at these requests that match it (the first is 1), at all, or from one on. */
export type Occurrences = readonly number[] | 'all' | { from: number };

/** `Retry-After`: seconds, any text, or an HTTP date so many seconds after the `Date` of the same answer. */
export type RetryAfter = number | string | { httpDateInSeconds: number };

/** What goes wrong. */
export type FaultKind =
  | {
      kind: 'status';
      status: number;
      retryAfter?: RetryAfter;
      /** The echoing bodies repeat the Authorization header's key. */
      body?: 'json' | 'html' | 'empty' | 'echo-key' | 'echo-key-url-encoded' | 'echo-key-base64';
    }
  /** 200 with a web page. */
  | { kind: 'html200' }
  /** Fewer bytes than `Content-Length` promises, then the connection ends. */
  | { kind: 'cut-off' }
  /** Half of the JSON, with a `Content-Length` that fits. */
  | { kind: 'truncated-json' }
  /** Texts where numbers are promised, a number where `items` promises objects. */
  | { kind: 'wrong-types' }
  | { kind: 'missing-items' }
  /** The first item has `user_id: null`. */
  | { kind: 'null-user-id' }
  /** The connection is reset without an answer. */
  | { kind: 'reset' }
  /** No answer, ever. */
  | { kind: 'stall' }
  /** So many bytes a millisecond (default 1). */
  | { kind: 'slow-drip'; bytesPerMillisecond?: number }
  /** The first page again and again, with the same cursor. */
  | { kind: 'endless-cursor' }
  /** The first page again and again, each time with a new cursor. */
  | { kind: 'moving-endless-cursor' }
  /** Each page but the first begins with the last item of the page before; at most so many others are on a page. */
  | { kind: 'duplicate-members'; itemsPerPage?: number }
  /** A list or a consumption without any row. */
  | { kind: 'empty-list' }
  | { kind: 'redirect'; to: string; status?: 301 | 302 | 307 | 308 };

/** A planned fault. */
export type Fault = FaultKind & {
  /** The decoded path: exact, with `*` for anything; a RegExp is tried on decoded and raw path and query. */
  path: string | RegExp;
  /** Query parameters that must be there with these values. */
  query?: Record<string, string>;
  /** Default `all`. */
  occurrences?: Occurrences;
};

/** A fault in the plan; `seen` counts requests that matched, `done` those that it was applied to. */
export interface PlannedFault {
  readonly fault: Fault;
  seen: number;
  done: number;
}

/** The faults of an emulator; the first that applies to a request wins, all that match count it. */
export interface FaultPlan {
  add(fault: Fault): PlannedFault;
  clear(): void;
  /** Counts the request and answers the fault to apply, if any. */
  find(request: { path: string; url: string; query: URLSearchParams }): Fault | null;
}

export function makeFaultPlan(): FaultPlan {
  const planned: PlannedFault[] = [];
  return {
    add(fault) {
      const entry = { fault, seen: 0, done: 0 };
      planned.push(entry);
      return entry;
    },
    clear: () => void planned.splice(0),
    find(request) {
      let found: PlannedFault | null = null;
      for (const entry of planned) {
        if (!matches(entry.fault, request)) continue;
        entry.seen += 1;
        if (!found && applies(entry)) found = entry;
      }
      if (!found) return null;
      found.done += 1;
      return found.fault;
    },
  };
}

function applies({ fault, seen }: PlannedFault): boolean {
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
