/** When a fault applies: at these requests that match it (the first is 1), at all, or from one on. */
export type Occurrences = readonly number[] | 'all' | { from: number };

/** `Retry-After`: seconds, any text, or an HTTP date that many seconds after the `Date` of the same answer. */
export type RetryAfter = number | string | { httpDateInSeconds: number };

/** What goes wrong. */
export type FaultKind =
  | {
      kind: 'status';
      /** Any from 200 to 599; 204 and 304 come without a body. */
      status: number;
      retryAfter?: RetryAfter;
      /** Default `json`. The echoing bodies repeat the Authorization header's key; `deep` is JSON nested `depth` deep. */
      body?: 'json' | 'html' | 'empty' | 'deep' | 'echo-key' | 'echo-key-url-encoded' | 'echo-key-base64';
      /** Default 5,000. */
      depth?: number;
      /** Minimum length of the body; not for `empty` and `deep`. */
      bytes?: number;
    }
  /** From its first request on, each request is refused for this many seconds of real time. */
  | { kind: 'storm'; status: 429 | 503; seconds: number; retryAfter?: RetryAfter }
  /** 200 with a web page. */
  | { kind: 'html200' }
  /** Fewer bytes than `Content-Length` promises, then the connection ends. */
  | { kind: 'cut-off' }
  /** Half of the JSON, with a `Content-Length` that fits. */
  | { kind: 'truncated-json' }
  /** Texts where numbers are promised, a number where `items` promises objects. */
  | { kind: 'wrong-types' }
  | { kind: 'missing-items' }
  /**
   * Every text ends in a NUL and two unpaired surrogates, as escapes on the wire; cursors excepted. `ids`: also the texts
   * that rows and requests are told apart by, which the emulator then knows with U+FFFD instead, too. `names`: also the
   * names in maps and free JSON.
   */
  | { kind: 'nul-and-surrogates'; ids?: boolean; names?: boolean }
  /**
   * A value nested `depth` deep (default 5,000, at most 100,000) in a row, or in the answer where it has no rows. Without
   * `field` it replaces `structured_output`, `data` and `analysis` where they are, and is in the new field `unheard_of`.
   */
  | { kind: 'deep'; depth?: number; field?: string; of?: 'objects' | 'arrays'; rows?: 'first' | 'all' }
  /**
   * A value of at least `bytes` bytes, a text or (`lists`) a list of empty lists, in `field` or else in the new field
   * `unheard_of`, of a row, or of the answer where it has no rows. `end_cursor` becomes long and works.
   */
  | { kind: 'long'; bytes: number; field?: string; of?: 'text' | 'lists'; rows?: 'first' | 'all' }
  /** A page has that many items, copies with unique ids. */
  | { kind: 'crowded'; items: number }
  /** A cursor, but no `has_next_page`. */
  | { kind: 'without-has-next-page' }
  /** The first item has `user_id: null`. */
  | { kind: 'null-user-id' }
  /** The connection is reset without an answer. */
  | { kind: 'reset' }
  /** Never an answer. */
  | { kind: 'stall' }
  /** Bytes per millisecond (default 1). */
  | { kind: 'slow-drip'; bytesPerMillisecond?: number }
  /** The first page again and again, with the same cursor. */
  | { kind: 'endless-cursor' }
  /** The first page again and again, each time with a new cursor. */
  | { kind: 'moving-endless-cursor' }
  /** Each page except the first starts with the last item of the page before, plus at most that many others. */
  | { kind: 'duplicate-members'; itemsPerPage?: number }
  /** A list or a consumption without any row. */
  | { kind: 'empty-list' }
  | { kind: 'redirect'; to: string; status?: 301 | 302 | 307 | 308 };

/** A planned fault. */
export type Fault = FaultKind & {
  /** The decoded path: exact, with `*` for anything; a RegExp is tried on decoded and raw path and query. */
  path: string | RegExp;
  /** Query parameters that must be present with these values. */
  query?: Record<string, string>;
  /** Default `all`. */
  occurrences?: Occurrences;
};
