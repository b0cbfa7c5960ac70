import type { FaultKind } from '../../emulator/faults/fault-kinds';
import type { ScopeName } from './harness';

const ofMembers = [
  'members',
  'daily_user_consumption',
  'daily_user_pr_metrics',
  'daily_user_session_metrics',
];

const messagesOfSession = 'sessions/{devin_id}/messages';

/** What each stream reads, by the end of the path. */
const neededBy: Readonly<Record<string, readonly string[]>> = {
  'members/users': ofMembers,
  'members/idp-users': ofMembers,
  'members/idp-groups': ['idp_groups'],
  'members/service-users': ['service_users', 'daily_service_user_consumption'],
  organizations: [
    ...['organizations', 'daily_organization_consumption', 'daily_organization_pr_metrics'],
    ...['automations', 'secrets', 'schedules', 'playbooks', 'knowledge_notes', 'repositories'],
    ...['organization_acu_limits'],
  ],
  sessions: ['sessions', 'daily_session_consumption', 'session_messages'],
  'sessions/insights': ['session_insights'],
  [messagesOfSession]: ['session_messages'],
  'audit-logs': ['audit_logs'],
  'consumption/cycles': ['billing_cycles'],
  'consumption/acu-limits/devin': ['acu_limits'],
  'consumption/daily': ['daily_consumption'],
  'consumption/daily/users/{user_id}': ['daily_user_consumption'],
  'consumption/daily/organizations/{org_id}': ['daily_organization_consumption'],
  'consumption/daily/service-users/{service_user_id}': ['daily_service_user_consumption'],
  'consumption/daily/sessions/{session_id}': ['daily_session_consumption'],
  'metrics/prs': ['daily_pr_metrics', 'daily_organization_pr_metrics', 'daily_user_pr_metrics'],
  'metrics/sessions': ['daily_session_metrics', 'daily_user_session_metrics'],
  'metrics/sessions-by-category': ['daily_session_categories'],
  'metrics/usage': ['daily_usage_metrics'],
  'metrics/dau': ['daily_active_users'],
  'metrics/wau': ['weekly_active_users'],
  'metrics/mau': ['monthly_active_users'],
  automations: ['automations'],
  secrets: ['secrets'],
  schedules: ['schedules'],
  playbooks: ['playbooks'],
  'knowledge/notes': ['knowledge_notes'],
  repositories: ['repositories', 'git_connections'],
  'git-providers/connections': ['git_connections'],
  'code-scans/scans': ['code_scans'],
  'code-scans/findings': ['code_scan_findings'],
  'code-scans/metrics': ['daily_code_scan_metrics'],
  'guardrail-violations': ['guardrail_violations'],
  'usage-policies/tiers': ['usage_tiers'],
  'consumption/acu-limits': ['organization_acu_limits'],
  'org-group-limits': ['organization_group_limits'],
};

/** What is asked for each session, once these are listed. */
const ofSessions = Object.keys(neededBy).filter((end) => end.includes('sessions/{'));

/** Lists that only organizations have. In enterprise scope, each of them is asked. */
const ofOrganizations = ['automations', 'secrets', 'schedules', 'repositories', 'consumption/acu-limits'];

const enterpriseOnly = [
  ...['organizations', 'service_users', 'idp_groups', 'billing_cycles', 'acu_limits'],
  ...['daily_organization_consumption', 'daily_service_user_consumption'],
  ...['daily_organization_pr_metrics', 'daily_session_categories'],
  ...['organization_acu_limits', 'organization_group_limits', 'usage_tiers'],
];

const selfRoute = '/v3/self';
const lists = Object.keys(neededBy).filter(
  (end) =>
    /^(members|organizations|sessions|audit|.*\/(cycles|acu-limits\/devin|notes|scans|findings|tiers|connections)$)/.test(
      end,
    ) || /^(automations|secrets|schedules|playbooks|repositories|guardrail-violations)$/.test(end),
);
const counts = Object.keys(neededBy).filter((end) =>
  /^(metrics\/(prs|sessions|usage)|code-scans\/metrics|consumption\/acu-limits$|org-group)/.test(end),
);

/** An endpoint that streams of a scope read. */
export interface NeededEndpoint {
  /** As the emulator names it. */
  readonly route: string;
  /** Which requests are meant, whatever the ids in their paths are. */
  readonly path: RegExp;
  readonly streams: readonly string[];
  readonly isList: boolean;
  /** It is asked for each organization or session, so only once these are listed. */
  readonly isOfEach: boolean;
  /** Its answer is counts, without any list. */
  readonly isCounts: boolean;
}

/** Lists that organizations have besides the enterprise. */
const alsoOfOrganizations = ['playbooks', 'knowledge/notes'];

function ofEachOrganization(end: string): NeededEndpoint {
  const route = routeOf('organization', end);
  return { ...located(route), streams: neededBy[end] ?? [], isList: true, isOfEach: true, isCounts: false };
}

/** Only the enterprise has a list of connections. Those of an organization are in its list of repositories. */
function isReadAt(end: string, stream: string, scope: ScopeName): boolean {
  return (
    stream !== 'git_connections' ||
    end === (scope === 'enterprise' ? 'git-providers/connections' : 'repositories')
  );
}

/** Every endpoint that the streams of a scope read. */
export function neededEndpoints(scope: ScopeName): NeededEndpoint[] {
  const isHere = (stream: string) => scope === 'enterprise' || !enterpriseOnly.includes(stream);
  const own = Object.entries(neededBy).map(([end, needing]): NeededEndpoint => {
    const streams =
      scope === 'organization' && end === 'organizations'
        ? []
        : needing.filter((stream) => isHere(stream) && isReadAt(end, stream, scope));
    return {
      ...located(routeOf(scope, end)),
      // Where the enterprise refuses them, they are asked of the organization.
      ...(end === messagesOfSession && { path: /^\/v3\/.*\/sessions\/[^/?]+\/messages(\?|$)/ }),
      ...{ streams, isList: lists.includes(end), isCounts: counts.includes(end) },
      isOfEach: ofSessions.includes(end) || (scope === 'enterprise' && ofOrganizations.includes(end)),
    };
  });
  const ofEach = scope === 'enterprise' ? alsoOfOrganizations.map(ofEachOrganization) : [];
  const all = [...new Set(own.flatMap(({ streams }) => streams))];
  const self = { ...located(selfRoute), streams: all, isList: false, isOfEach: false, isCounts: false };
  // The key names the organization.
  return [
    ...(scope === 'organization' ? [self] : []),
    ...own.filter(({ streams }) => streams.length > 0),
    ...ofEach,
  ];
}

/** Whether everything needs the endpoint. */
export function isSelf({ route }: NeededEndpoint): boolean {
  return route === selfRoute;
}

/** Whether a stream that needs the endpoint fails by the fault. */
export function strikes(fault: FaultKind, endpoint: NeededEndpoint): boolean {
  const { kind } = fault;
  if (kind === 'null-user-id') return /members\/(idp-)?users$/.test(endpoint.route);
  if (kind === 'endless-cursor' || kind === 'moving-endless-cursor') return endpoint.isList;
  if (kind === 'missing-items') return !endpoint.isCounts && !isSelf(endpoint);
  // Nothing in these limits is a key or a count.
  if (kind === 'wrong-types' && /limits$/.test(endpoint.route)) return false;
  // Any other answer to who the key is says that the settings are wrong, which is another failure.
  const isBusy = kind === 'status' && fault.status >= 429;
  return !isSelf(endpoint) || isBusy || kind === 'reset' || kind === 'redirect';
}

function routeOf(scope: ScopeName, end: string): string {
  if (end === 'consumption/acu-limits') return `/v3beta1/enterprise/organizations/{org_id}/${end}`;
  const version = /^(repositories|guardrail|usage-policies)/.test(end) ? 'v3beta1' : 'v3';
  if (ofOrganizations.includes(end)) return `/${version}/organizations/{org_id}/${end}`;
  if (scope === 'enterprise') return `/${version}/enterprise/${end}`;
  return `/${end.startsWith('members') ? 'v3beta1' : version}/organizations/{org_id}/${end}`;
}

function located(route: string): { route: string; path: RegExp } {
  return { route, path: new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?|$)`) };
}
