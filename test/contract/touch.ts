import type { Exchange, Fixture } from './fixture';

/** How a value may differ from what is documented. */
export const touches: Readonly<Record<string, (value: unknown) => unknown>> = {
  dropped: () => undefined,
  null: () => null,
  'of another type': (value) => (typeof value === 'object' && value !== null ? 'many' : [[7]]),
  'nested deep': () => nested(300),
  long: (value) => longer(value),
};

/** Objects in one another. */
export function nested(levels: number): object {
  let value: object = {};
  for (let level = 1; level < levels; level += 1) value = { deep: value };
  return value;
}

/** Too long to be read as a number or free JSON; valid as a text. */
function longer(value: unknown): unknown {
  if (typeof value === 'string') return value + 'x'.repeat(100_000);
  if (Array.isArray(value)) return Array.from({ length: 20_000 }, () => null);
  return value !== null && typeof value === 'object' ? { text: 'x'.repeat(1_100_000) } : '9'.repeat(400);
}

/** Objects in which people and programs write what they like. */
const freeJson = new Set([
  ...['structured_output', 'analysis', 'data'],
  ...['conditions', 'run_as', 'metadata', 'limits', 'concurrency', 'notifications'],
  ...['created_by', 'last_edited_by', 'structured_output_schema', 'indexing_status'],
]);

/** The items that rows are made of, in an answer of any endpoint. */
export function itemsOf(answer: unknown): Record<string, unknown>[] {
  if (Array.isArray(answer)) return answer as Record<string, unknown>[];
  const { items, consumption_by_date: days } = answer as Record<
    string,
    Record<string, unknown>[] | undefined
  >;
  const { groups } = answer as { groups?: Record<string, Record<string, unknown>> };
  return items ?? days ?? (groups && Object.values(groups)) ?? [answer as Record<string, unknown>];
}

/** The fields of an item by name, those of the objects in it behind a dot. */
export function fieldNames(item: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(item).flatMap(([name, value]) => {
    const inner = freeJson.has(name) ? [] : [value].flat().filter(isObject);
    return [name, ...inner.flatMap(fieldNames).map((field) => `${name}.${field}`)];
  });
}

/** The endpoint of an exchange, without ids. */
export function endpointOf({ path }: Exchange): string {
  return path
    .replace(/^\/v3(beta1)?\/(enterprise|organizations\/[^/]+)/, '')
    .replace(
      /\/(users|organizations|service-users|sessions)\/(?!insights)[^/]+(?=$|\/messages$|\/consumption)/,
      '/$1/{id}',
    );
}

/** The exchanges, in which the field of every item of an endpoint is touched. */
export function touched(
  { exchanges }: Pick<Fixture, 'exchanges'>,
  endpoint: string,
  field: string,
  touch: (value: unknown) => unknown,
): Exchange[] {
  return exchanges.map((exchange) => {
    if (endpointOf(exchange) !== endpoint) return exchange;
    const answer = structuredClone(exchange.answer);
    // What is long is long enough in one item.
    const items = touch === touches.long ? itemsOf(answer).slice(0, 1) : itemsOf(answer);
    for (const item of items) change(item, field.split('.'), touch);
    return { ...exchange, answer };
  });
}

function change(item: unknown, [name = '', ...rest]: string[], touch: (value: unknown) => unknown): void {
  if (!isObject(item) || !(name in item)) return;
  if (rest.length === 0) item[name] = touch(item[name]);
  else [item[name]].flat().forEach((each) => change(each, rest, touch));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const countsOfScans = [
  ...['scans_count', 'repos_scanned_count'],
  ...['created', 'open', 'merged', 'closed'].map((state) => `prs_${state}_count`),
  ...['critical', 'high', 'medium', 'low'].map((severity) => `open_${severity}_findings_count`),
];

/** What a stream cannot do without, by endpoint: key, cursor, and what it counts. */
const needed: readonly [RegExp, readonly string[]][] = [
  [/^\/members\/(idp-)?users$/, ['user_id']],
  [/^\/organizations$/, ['org_id']],
  [/^\/members\/service-users$/, ['service_user_id']],
  [/^\/members\/idp-groups$/, ['idp_group_name']],
  [/^\/consumption\/cycles$/, ['after']],
  [/^\/consumption\/daily/, ['date', 'acus']],
  [/^\/metrics\/prs$/, ['created', 'opened', 'merged', 'closed'].map((state) => `prs_${state}_count`)],
  [/^\/metrics\/sessions$/, ['sessions_created_count', 'sessions_with_merged_prs_count']],
  [/^\/metrics\/usage$/, ['sessions_count', 'searches_count', 'prs_created_count', 'prs_merged_count']],
  [/^\/metrics\/sessions-by-category$/, ['categories', 'categories.sessions_count']],
  [/^\/metrics\/[dwm]au$/, ['start_time', 'active_users']],
  [/^\/sessions(\/insights)?$/, ['session_id', 'updated_at']],
  [/^\/sessions\/\{id\}\/messages$/, ['event_id', 'created_at']],
  [/^\/audit-logs$/, ['audit_log_id', 'created_at']],
  [/^\/automations$/, ['automation_id']],
  [/^\/secrets$/, ['secret_id']],
  [/^\/schedules$/, ['scheduled_session_id']],
  [/^\/playbooks$/, ['playbook_id']],
  [/^\/knowledge\/notes$/, ['note_id']],
  [/^\/git-providers\/connections$/, ['git_connection_id']],
  [/^\/repositories$/, ['git_connection_id', 'provider_repository_id']],
  [/^\/guardrail-violations$/, ['violation_id', 'created_at']],
  [/^\/usage-policies\/tiers$/, ['tier_id']],
  [/^\/code-scans\/scans$/, ['scan_id', 'created_at']],
  [/^\/code-scans\/findings$/, ['finding_id']],
  [/^\/code-scans\/metrics$/, countsOfScans],
];

/** Whether the stream must fail; ids of a limit are parts of its key that may be absent, and text may be long. */
export function mustFail(endpoint: string, field: string, value: unknown, touch: string): boolean {
  if (touch === 'long' && (typeof value === 'string' || field === 'categories'))
    return field === 'categories';
  const isAbsent = touch === 'dropped' || touch === 'null';
  if (endpoint.endsWith('/acu-limits/devin')) return !isAbsent && /^(org|user)_id$/.test(field);
  return needed.some(([pattern, fields]) => pattern.test(endpoint) && fields.includes(field));
}
