/** The principal of a key, as in `/v3/self`. */
export type PrincipalType = 'service_user' | 'pat_user' | 'devin_brain' | 'windsurf_session';

export interface Key {
  text: string;
  name: string;
  principal: PrincipalType;
  /** Id of the service user or user behind the key. */
  principalId: string;
  /** The one organization that the key may read; null for a key of the enterprise. */
  orgId: string | null;
  permissions: Set<string>;
}

/** What opens an endpoint: `name`, an enterprise permission that implies it, or an older name where still accepted. */
export interface Permission {
  level: 'enterprise' | 'organization';
  name: string;
  /** Held by a key of the enterprise, these open the endpoint too. */
  impliedBy: readonly string[];
  older: readonly string[];
}

const enterprise = (name: string, older: string[] = []): Permission => ({
  level: 'enterprise',
  name,
  impliedBy: [],
  older,
});
/** Without `impliedBy`, a key of the enterprise holds the same permission. */
const organization = (name: string, impliedBy = name, older: string[] = []): Permission => ({
  level: 'organization',
  name,
  impliedBy: [impliedBy],
  older,
});

export const permissions = {
  accountMembership: enterprise('ViewAccountMembership', ['ManageAccountMembership']),
  accountConsumption: enterprise('ViewAccountConsumption', ['ManageBilling']),
  accountLimits: enterprise('ViewAccountConsumption'),
  accountMetrics: enterprise('ViewAccountMetrics'),
  accountSessions: enterprise('ViewAccountSessions'),
  organizations: enterprise('ManageOrganizations'),
  enterpriseSettings: enterprise('ManageEnterpriseSettings'),
  orgMembership: organization('ViewOrgMembership', 'ViewAccountMembership'),
  orgConsumption: organization('ViewOrgConsumption', 'ViewAccountConsumption', ['ManageBilling']),
  orgMetrics: organization('ViewOrgMetrics', 'ViewAccountMetrics', ['ViewAccountMetrics']),
  orgSessions: organization('ViewOrgSessions', 'ViewAccountSessions'),
  accountCodeScans: enterprise('ViewAccountCodeScans'),
  accountPlaybooks: enterprise('ManageAccountPlaybooks'),
  accountKnowledge: enterprise('ManageAccountKnowledge'),
  gitIntegrations: enterprise('ManageGitIntegrations'),
  orgSettings: organization('ManageEnterpriseSettings'),
  orgCodeScans: organization('ViewCodeScans', 'ViewAccountCodeScans'),
  orgPlaybooks: organization('ManageOrgPlaybooks', 'ManageAccountPlaybooks', ['ManageAccountPlaybooks']),
  orgKnowledge: organization('ManageOrgKnowledge', 'ManageAccountKnowledge', ['ManageAccountKnowledge']),
  orgSchedules: organization('ManageOrgSchedules'),
  /** No document names it. */
  orgRead: organization('unknown'),
  orgAutomations: organization('ViewOrgAutomations'),
  orgSecrets: organization('ManageOrgSecrets'),
} as const satisfies Record<string, Permission>;

/** Every newest name of one level. */
export function permissionNames(level: Permission['level']): string[] {
  return Object.values(permissions)
    .filter((permission) => permission.level === level)
    .map((permission) => permission.name);
}

/** Whether the key may use an endpoint that is about one organization (an id) or about the enterprise (null). */
export function mayUse(
  key: Key,
  permission: Permission,
  orgId: string | null,
  olderAccepted: boolean,
): boolean {
  if (permission.level === 'enterprise' && key.orgId !== null) return false;
  if (permission.level === 'organization' && key.orgId !== null && key.orgId !== orgId) return false;
  const names = [permission.name];
  if (key.orgId === null) names.push(...permission.impliedBy);
  if (olderAccepted) names.push(...permission.older);
  return names.some((name) => key.permissions.has(name));
}
