import type { Switches } from './switches';

/** The allowed values of a switch. */
export interface Choice<Value> {
  default: Value;
  /** Description for messages. */
  allowed: string;
  allows: (value: unknown) => boolean;
}

function oneOf<Value>(...values: [Value, ...Value[]]): Choice<Value> {
  return {
    default: values[0],
    allowed: values.map((value) => JSON.stringify(value)).join(', '),
    allows: (value) => (values as unknown[]).includes(value),
  };
}

const onOrOff = oneOf<boolean>(false, true);

const seconds: Choice<number> = {
  default: 0,
  allowed: 'a whole number of seconds',
  allows: (value) => Number.isInteger(value) && Number(value) >= 0,
};

const secondsEitherWay: Choice<number> = {
  default: 0,
  allowed: 'a whole number of seconds, also negative',
  allows: Number.isInteger,
};

const limit: Choice<number | null> = {
  default: null,
  allowed: 'null, or a whole number above 0',
  allows: (value) => value === null || (Number.isInteger(value) && Number(value) > 0),
};

/** Every switch: its default first, then its other values. */
export const switchChoices: { readonly [Name in keyof Switches]: Choice<Switches[Name]> } = {
  lowerBound: oneOf('inclusive', 'exclusive'),
  upperBound: oneOf('exclusive', 'inclusive'),
  filterBy: oneOf('stamp', 'overlap'),
  stamp: oneOf('08:00Z', '07:00Z', '00:00Z', 'pacific'),
  zeroDays: oneOf('present', 'omitted'),
  consumptionOrder: oneOf('ascending', 'descending', 'shuffled'),
  settle: oneOf('late', 'immediate'),
  review: oneOf('number', 'null', 'absent'),
  extraProduct: onOrOff,
  productData: oneOf('present', 'zero', 'absent'),
  orgConsumption: oneOf('all-products', 'devin-only'),
  unattributed: onOrOff,
  unknownUser: oneOf('404', 'empty'),
  usersWithoutUse: oneOf('rows', 'empty', '404', '404-in-window'),
  leavers: oneOf('rows', 'empty', '404', '403'),
  maxSpanDays: limit,
  maxSpanStatus: oneOf(422, 400),
  futureBound: oneOf('accepted', '422'),
  reversedBounds: oneOf('422', 'empty', '400'),
  periodEnd: oneOf('last-second', 'next-start'),
  takenOver: oneOf('present', 'absent'),
  userIdsFilter: oneOf('honoured', 'ignored', '404-unknown', '422'),
  maxIds: limit,
  maxUrlBytes: limit,
  errorBody: oneOf('problem', 'older'),
  total: oneOf('null', 'present', 'absent'),
  lastPageCursor: oneOf('null', 'present'),
  hasNextPage: oneOf('present', 'absent'),
  listOrder: oneOf('stable', 'shuffled-per-request'),
  cursors: oneOf('stable', 'offset'),
  lateEntries: seconds,
  updatedAfter: oneOf('honoured', 'ignored'),
  sessionIds: oneOf('bare', 'prefixed'),
  sessionIdInPath: oneOf('either', 'prefixed', 'bare'),
  enterpriseMessages: oneOf('open', '403', '404'),
  lateMessages: seconds,
  sessionlessUse: onOrOff,
  acusConsumed: oneOf('number', 'null', 'absent', 'zero'),
  structuredOutput: oneOf('null', 'object', 'absent'),
  pullRequestFields: oneOf('pr_url', 'url'),
  draftPullRequests: onOrOff,
  insights: oneOf('documented', 'as-seen'),
  numbersAsText: onOrOff,
  zeroSizes: oneOf('present', 'absent'),
  addedFields: onOrOff,
  beta: oneOf('enabled', '404', '403'),
  organizationLogs: oneOf('organization', 'enterprise'),
  enterpriseLists: oneOf('all', 'own'),
  orgMembersPath: oneOf('v3beta1', 'v3', 'both'),
  idpUsers: oneOf('list', '404'),
  roleType: oneOf('present', 'absent'),
  olderPermissions: oneOf('accepted', 'refused'),
  selfPermission: oneOf('open', '403'),
  ipAllowList: oneOf('open', '401', '403'),
  trailingSlash: oneOf('307', '404'),
  deadKey: oneOf('401', '403'),
  dateOffsetSeconds: secondsEitherWay,
  pullRequestDays: oneOf('same-day', 'within-3-days', 'a-week-later'),
  pullRequestsWithoutSession: onOrOff,
};

/** Requested switches; throws a RangeError that names the allowed values if any is invalid. */
export function checkedSwitches(asked: unknown): Partial<Switches> {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) {
    throw new RangeError('switches must be an object, such as {"stamp": "pacific"}');
  }
  for (const [name, value] of Object.entries(asked)) {
    if (!Object.hasOwn(switchChoices, name)) {
      throw new RangeError(`unknown switch ${name}; there are ${Object.keys(switchChoices).join(', ')}`);
    }
    const choice: Choice<unknown> = switchChoices[name as keyof Switches];
    if (choice.allows(value)) continue;
    throw new RangeError(`switch ${name} cannot be ${JSON.stringify(value)}; it may be ${choice.allowed}`);
  }
  return asked;
}

/** Fresh switches, each at its default. */
export function defaultSwitches(): Switches {
  const defaults = Object.entries(switchChoices).map(([name, choice]) => [name, choice.default]);
  return Object.fromEntries(defaults) as Switches;
}
