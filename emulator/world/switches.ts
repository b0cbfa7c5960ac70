import type { Stamp } from './billing-days';
import type { Settle } from './consumption';
import type { PullRequestDays } from './session-pull-requests';

/**
 * Everything that Devin's documents leave open, one switch each.
 * The defaults are what is documented, or else what is most likely.
 */
export interface Switches {
  /** Whether an instant equal to `time_after` or `updated_after` is inside; `created_after` was observed to be inclusive. */
  lowerBound: 'inclusive' | 'exclusive';
  /** Whether an instant equal to `time_before` or `updated_before` is inside; `created_before` was observed to be exclusive. */
  upperBound: 'inclusive' | 'exclusive';
  /** A consumption row is inside the window when its `date` is, or when any part of its day is. */
  filterBy: 'stamp' | 'overlap';
  /** Which instant of a day its `date` is; the documents say 08:00Z. */
  stamp: Stamp;
  /** Whether a day without use has a row of zeros. */
  zeroDays: 'present' | 'omitted';
  /** `consumption_by_date`, by `date`. */
  consumptionOrder: 'ascending' | 'descending' | 'shuffled';
  /** When consumption becomes visible. */
  settle: Settle;
  /** `acus_by_product.review`; its ACUs count as `devin` where it is not a number. */
  review: 'number' | 'null' | 'absent';
  /** Half of `cascade` arrives as the unknown product `harbor`. */
  extraProduct: boolean;
  /** `acus_by_product`: real, all zeros, or left out. */
  productData: 'present' | 'zero' | 'absent';
  /** Whether an organization's consumption includes local agents (`cascade`, `terminal`). */
  orgConsumption: 'all-products' | 'devin-only';
  /** Whether the enterprise's consumption is more than the sum of its people and service users. */
  unattributed: boolean;
  /** Consumption, or messages, of an id that was never seen. */
  unknownUser: '404' | 'empty';
  /** Consumption of a member, service user or session that used nothing: ever, or (`404-in-window`) in the requested window; `truth` has rows of the latter, because it does not know windows. */
  usersWithoutUse: 'rows' | 'empty' | '404' | '404-in-window';
  /** Consumption of a former member. */
  leavers: 'rows' | 'empty' | '404' | '403';
  /** Longest window of consumption and metrics in days; null for no limit. */
  maxSpanDays: number | null;
  /** How a window that is too long is refused. */
  maxSpanStatus: 400 | 422;
  /** A `time_before` later than now. */
  futureBound: 'accepted' | '422';
  /** A `time_after` not before `time_before`. */
  reversedBounds: 'empty' | '400' | '422';
  /** `end_time` of a period of active users: its last second, or the first second of the next. */
  periodEnd: 'last-second' | 'next-start';
  /** Whether pull-request metrics have the four taken-over counters. */
  takenOver: 'present' | 'absent';
  /** `user_ids` and `service_user_ids` of metrics. */
  userIdsFilter: 'honoured' | 'ignored' | '404-unknown' | '422';
  /** More repeated ids than this are answered 422; null for no limit. */
  maxIds: number | null;
  /** A longer path and query is answered 414; null for no limit. */
  maxUrlBytes: number | null;
  /** RFC 9457 problem, or the older `{"detail": …}`. */
  errorBody: 'problem' | 'older';
  /** `total` of a page; null was observed. */
  total: 'null' | 'present' | 'absent';
  /** `end_cursor` of the last page. */
  lastPageCursor: 'null' | 'present';
  /** `has_next_page` of a page; where it is absent, a page with a cursor is followed by another, or by itself where `lastPageCursor` is present. */
  hasNextPage: 'present' | 'absent';
  /** Whether every reading of a list has the same order; a list that does not change is paged without gaps either way. */
  listOrder: 'stable' | 'shuffled-per-request';
  /**
   * What a cursor stands for when a list changes while it is paged. `stable`: only items that left the list are
   * missed. `offset`: a position in the list at that request, so that an item that leaves it shifts the others.
   */
  cursors: 'stable' | 'offset';
  /** Seconds after its `created_at` or `updated_at` in which an entry of the audit log or a change of a session is not yet in lists. */
  lateEntries: number;
  /** Whether `updated_after` and `updated_before` of sessions filter, or are parameters that Devin does not know. */
  updatedAfter: 'honoured' | 'ignored';
  /** Ids of sessions in lists; the documents have the prefix `devin-`, which was not observed. */
  sessionIds: 'bare' | 'prefixed';
  /** Which ids of sessions a path takes; where lists have none, the documents have the prefix `devin-`. Others are ids that were never seen. */
  sessionIdInPath: 'either' | 'prefixed' | 'bare';
  /** Messages of a session below `/v3/enterprise`; below its organization they are always open. */
  enterpriseMessages: 'open' | '403' | '404';
  /** Seconds after its `created_at` in which a message is not yet in lists. */
  lateMessages: number;
  /** Whether an eighth of the `devin` part of a day of use belongs to no session. */
  sessionlessUse: boolean;
  /** `acus_consumed` of a session; 0 is for plans that are not billed in ACUs. */
  acusConsumed: 'number' | 'null' | 'absent' | 'zero';
  /** `structured_output` of a session. */
  structuredOutput: 'null' | 'object' | 'absent';
  /** What the fields of a session's pull request are called. */
  pullRequestFields: 'pr_url' | 'url';
  /** Whether every other open pull request is in the state `draft`, which no document has. */
  draftPullRequests: boolean;
  /** `note_usage` of insights as documented; or, as once observed, a list of texts, with the undocumented `skill_usage` and `analysis_status`. */
  insights: 'documented' | 'as-seen';
  /** Whether `num_user_messages`, `num_devin_messages` and `acus_consumed` of sessions are texts, such as `"4"`. */
  numbersAsText: boolean;
  /** Whether maps by size have the sizes that are 0. */
  zeroSizes: 'present' | 'absent';
  /** Whether every answer, and every row of its list, has undocumented fields: a number, a text and an object. */
  addedFields: boolean;
  /** Endpoints that are beta: enabled for the account, or refused. */
  beta: 'enabled' | '404' | '403';
  /** Where audit log and guardrail violations of an organization are, besides below `/enterprise/organizations/`. */
  organizationLogs: 'organization' | 'enterprise';
  /** Whether the enterprise's lists of playbooks and notes have those of its organizations. */
  enterpriseLists: 'all' | 'own';
  /** Where an organization's members are. */
  orgMembersPath: 'v3beta1' | 'v3' | 'both';
  /** Whether the lists of people who come through groups exist. */
  idpUsers: 'list' | '404';
  /** `role_type` of a role. */
  roleType: 'present' | 'absent';
  /** Whether the older permission names still open an endpoint. */
  olderPermissions: 'accepted' | 'refused';
  /** `/v3/self`: open to every key, or closed to keys without `ReadAccountMeta`, which the ready-made keys lack. */
  selfPermission: 'open' | '403';
  /** An IP allow list that this caller is not on. */
  ipAllowList: 'open' | '401' | '403';
  /** A path that ends in a slash. */
  trailingSlash: '307' | '404';
  /** A key that is unknown or revoked, or no key at all, on every path. */
  deadKey: '401' | '403';
  /** How far the `Date` header of every answer is off from the emulator's now. */
  dateOffsetSeconds: number;
  /** When a pull request is created: on the billing day of its session, up to three days after it (most of them soon), or a week after it. */
  pullRequestDays: PullRequestDays;
  /** Whether some pull requests belong to no session, so that no list has them. */
  pullRequestsWithoutSession: boolean;
}
