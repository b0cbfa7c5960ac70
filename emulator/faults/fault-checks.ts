import type { Fault, FaultKind } from './fault-kinds';

/** The allowed values of a field, and their description for messages. */
interface Check {
  allowed: string;
  allows: (value: unknown) => boolean;
}

type Checks<Kind extends FaultKind['kind']> = {
  readonly [Field in Exclude<keyof Extract<FaultKind, { kind: Kind }>, 'kind'>]-?: Check;
};

function oneOf(...values: readonly (string | number | boolean)[]): Check {
  return {
    allowed: values.map((value) => JSON.stringify(value)).join(', '),
    allows: (value) => (values as readonly unknown[]).includes(value),
  };
}

function whole(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  return {
    allowed: `a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? ' on' : ` to ${most}`}`,
    allows: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

const text: Check = { allowed: 'a text', allows: (value) => typeof value === 'string' };
const onOrOff = oneOf(true, false);
const depth = whole(1, 100_000);
const rows = oneOf('first', 'all');
const retryAfter: Check = {
  allowed: 'a number of seconds, a text, or {"httpDateInSeconds": 5}',
  allows: (value) =>
    ['number', 'string'].includes(typeof value) ||
    (isObject(value) && typeof value['httpDateInSeconds'] === 'number' && Object.keys(value).length === 1),
};

/** The fields of each kind. */
const kinds: { readonly [Kind in FaultKind['kind']]: Checks<Kind> } = {
  status: {
    status: whole(200, 599),
    retryAfter,
    body: oneOf('json', 'html', 'empty', 'deep', 'echo-key', 'echo-key-url-encoded', 'echo-key-base64'),
    depth,
    bytes: whole(0),
  },
  storm: {
    status: oneOf(429, 503),
    seconds: {
      allowed: 'a number of seconds above 0',
      allows: (value) => typeof value === 'number' && value > 0,
    },
    retryAfter,
  },
  html200: {},
  'cut-off': {},
  'truncated-json': {},
  'wrong-types': {},
  'missing-items': {},
  'nul-and-surrogates': { ids: onOrOff, names: onOrOff },
  deep: { depth, field: text, of: oneOf('objects', 'arrays'), rows },
  long: { bytes: whole(1), field: text, of: oneOf('text', 'lists'), rows },
  crowded: { items: whole(1) },
  'without-has-next-page': {},
  'null-user-id': {},
  reset: {},
  stall: {},
  'slow-drip': { bytesPerMillisecond: whole(1) },
  'endless-cursor': {},
  'moving-endless-cursor': {},
  'duplicate-members': { itemsPerPage: whole(1) },
  'empty-list': {},
  redirect: { to: text, status: oneOf(301, 302, 307, 308) },
};

const needed: { readonly [Kind in FaultKind['kind']]?: readonly string[] } = {
  status: ['status'],
  storm: ['status', 'seconds'],
  long: ['bytes'],
  crowded: ['items'],
  redirect: ['to'],
};

/** The fields of every fault. */
const common: Readonly<Record<string, Check>> = {
  path: {
    allowed: 'a path, with * for anything, or a regular expression',
    allows: (value) => typeof value === 'string' || value instanceof RegExp,
  },
  query: {
    allowed: 'an object of texts',
    allows: (value) => isObject(value) && Object.values(value).every((one) => typeof one === 'string'),
  },
  occurrences: {
    allowed: '"all", a list of whole numbers from 1 on, or {"from": 3}',
    allows: (value) =>
      value === 'all' ||
      (Array.isArray(value) && value.every(isOrdinal)) ||
      (isObject(value) && isOrdinal(value['from']) && Object.keys(value).length === 1),
  },
};

/** A requested fault; throws a RangeError that names the allowed values if any part is invalid. */
export function checkedFault(asked: unknown): Fault {
  if (!isObject(asked))
    throw new RangeError('a fault must be an object, such as {"path": "*", "kind": "reset"}');
  const { kind, ...fields } = asked;
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
    throw new RangeError(`unknown kind of fault ${String(kind)}; there are ${Object.keys(kinds).join(', ')}`);
  }
  const checks: Readonly<Record<string, Check>> = { ...common, ...kinds[kind as FaultKind['kind']] };
  for (const [name, value] of Object.entries(fields)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) {
      throw new RangeError(
        `unknown field ${name} of a fault ${kind}; it has ${Object.keys(checks).join(', ')}`,
      );
    }
    if (value !== undefined && !check.allows(value)) {
      const told = value instanceof RegExp ? String(value) : JSON.stringify(value);
      throw new RangeError(`${name} of a fault ${kind} cannot be ${told}; it may be ${check.allowed}`);
    }
  }
  const missing = ['path', ...(needed[kind as FaultKind['kind']] ?? [])].find(
    (name) => fields[name] === undefined,
  );
  if (missing !== undefined)
    throw new RangeError(`a fault ${kind} needs ${missing}: ${checks[missing]?.allowed ?? ''}`);
  return asked as Fault;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);
}

function isOrdinal(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}
