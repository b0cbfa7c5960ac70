/** One request, in the order of arrival. */
export interface LoggedRequest {
  method: string;
  /** Decoded, without query. */
  path: string;
  /** As sent: raw path and query. */
  url: string;
  query: URLSearchParams;
  /** 0 while in flight, and for requests that are never answered. */
  status: number;
  /** Milliseconds since 1970, by the real clock. */
  at: number;
  keyName: string | null;
}

/** How many requests there were since the last reset. */
export interface RequestCounts {
  total: number;
  /** By endpoint, e.g. `/v3/enterprise/metrics/prs`. */
  byRoute: Record<string, number>;
  /** By status code; requests without an answer are under 0. */
  byStatus: Record<string, number>;
}

/** The log of an emulator; entries beyond `keep` are counted but not kept. */
export interface RequestLog {
  readonly requests: LoggedRequest[];
  maxInFlight: number;
  started(request: LoggedRequest, route: string): void;
  ended(request: LoggedRequest, status: number): void;
  counts(): RequestCounts;
  reset(): void;
}

export function makeRequestLog(keep: number): RequestLog {
  let inFlight = 0;
  const byRoute = new Map<string, number>();
  const byStatus = new Map<string, number>();
  const log: RequestLog = {
    requests: [],
    maxInFlight: 0,
    started(request, route) {
      inFlight += 1;
      log.maxInFlight = Math.max(log.maxInFlight, inFlight);
      byRoute.set(route, (byRoute.get(route) ?? 0) + 1);
      if (log.requests.length < keep) log.requests.push(request);
    },
    ended(request, status) {
      inFlight -= 1;
      request.status = status;
      byStatus.set(String(status), (byStatus.get(String(status)) ?? 0) + 1);
    },
    counts() {
      const total = [...byRoute.values()].reduce((sum, count) => sum + count, 0);
      return { total, byRoute: Object.fromEntries(byRoute), byStatus: Object.fromEntries(byStatus) };
    },
    reset() {
      log.requests.splice(0);
      log.maxInFlight = inFlight;
      byRoute.clear();
      byStatus.clear();
    },
  };
  return log;
}
