import type { Stamp } from './billing-days';
import type { Settle } from './consumption';

/**
 * Everything that Devin's documents leave open, one switch each.
 * The defaults are what is documented, or else what is most likely.
 */
export interface Switches {
  /** Whether an instant equal to `time_after` (or `updated_after`, …) is inside. */
  lowerBound: 'inclusive' | 'exclusive';
  /** Whether an instant equal to `time_before` is inside. */
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
  /** Half of `cascade` arrives as the unheard-of product `harbor`. */
  extraProduct: boolean;
  /** `acus_by_product`: real, all zeros, or left out. */
  productData: 'present' | 'zero' | 'absent';
  /** Whether an organization's consumption includes local agents (`cascade`, `terminal`). */
  orgConsumption: 'all-products' | 'devin-only';
  /** Whether the enterprise's consumption is more than the sum of its people and service users. */
  unattributed: boolean;
  /** Consumption of an id that was never seen. */
  unknownUser: '404' | 'empty';
  /** Consumption of a member who used nothing: ever, or (`404-in-window`) in the window asked for; not knowing windows, `truth` tells rows of the latter. */
  usersWithoutUse: 'rows' | 'empty' | '404' | '404-in-window';
  /** Consumption of somebody who was a member and is none now. */
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
  /** `total` of a page. */
  total: 'present' | 'absent' | 'null';
  /** `end_cursor` of the last page. */
  lastPageCursor: 'null' | 'present';
  /** Whether every reading of a list has the same order; paging is stable either way. */
  listOrder: 'stable' | 'shuffled-per-request';
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
}

/** Fresh switches, each at its default. */
export function defaultSwitches(): Switches {
  return {
    lowerBound: 'inclusive',
    upperBound: 'exclusive',
    filterBy: 'stamp',
    stamp: '08:00Z',
    zeroDays: 'present',
    consumptionOrder: 'ascending',
    settle: 'late',
    review: 'number',
    extraProduct: false,
    productData: 'present',
    orgConsumption: 'all-products',
    unattributed: false,
    unknownUser: '404',
    usersWithoutUse: 'rows',
    leavers: 'rows',
    maxSpanDays: null,
    maxSpanStatus: 422,
    futureBound: 'accepted',
    reversedBounds: '422',
    periodEnd: 'last-second',
    takenOver: 'present',
    userIdsFilter: 'honoured',
    maxIds: null,
    maxUrlBytes: null,
    errorBody: 'problem',
    total: 'present',
    lastPageCursor: 'null',
    listOrder: 'stable',
    orgMembersPath: 'v3beta1',
    idpUsers: 'list',
    roleType: 'present',
    olderPermissions: 'accepted',
    selfPermission: 'open',
    ipAllowList: 'open',
    trailingSlash: '307',
  };
}
