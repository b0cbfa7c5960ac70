import type { Stream } from '../sync/define';
import { acuLimits } from './acu_limits';
import { auditLogs } from './audit_logs';
import { automations } from './automations';
import { billingCycles } from './billing_cycles';
import { codeScanFindings } from './code_scan_findings';
import { codeScans } from './code_scans';
import { dailyActiveUsers } from './daily_active_users';
import { dailyCodeScanMetrics } from './daily_code_scan_metrics';
import { dailyConsumption } from './daily_consumption';
import { dailyOrganizationConsumption } from './daily_organization_consumption';
import { dailyOrganizationPrMetrics } from './daily_organization_pr_metrics';
import { dailyPrMetrics } from './daily_pr_metrics';
import { dailyServiceUserConsumption } from './daily_service_user_consumption';
import { dailySessionCategories } from './daily_session_categories';
import { dailySessionConsumption } from './daily_session_consumption';
import { dailySessionMetrics } from './daily_session_metrics';
import { dailyUsageMetrics } from './daily_usage_metrics';
import { dailyUserConsumption } from './daily_user_consumption';
import { dailyUserPrMetrics } from './daily_user_pr_metrics';
import { dailyUserSessionMetrics } from './daily_user_session_metrics';
import { gitConnections } from './git_connections';
import { guardrailViolations } from './guardrail_violations';
import { idpGroups } from './idp_groups';
import { knowledgeNotes } from './knowledge_notes';
import { members } from './members';
import { monthlyActiveUsers } from './monthly_active_users';
import { organizationAcuLimits } from './organization_acu_limits';
import { organizationGroupLimits } from './organization_group_limits';
import { organizations } from './organizations';
import { playbooks } from './playbooks';
import { repositories } from './repositories';
import { schedules } from './schedules';
import { secrets } from './secrets';
import { serviceUsers } from './service_users';
import { sessionInsights } from './session_insights';
import { sessionMessages } from './session_messages';
import { sessions } from './sessions';
import { usageTiers } from './usage_tiers';
import { weeklyActiveUsers } from './weekly_active_users';

/** Every stream, in the order of the catalog. */
export const streams: readonly Stream[] = [
  members,
  dailyUserConsumption,
  dailyPrMetrics,
  organizations,
  serviceUsers,
  idpGroups,
  billingCycles,
  acuLimits,
  dailyConsumption,
  dailyOrganizationConsumption,
  dailyServiceUserConsumption,
  dailyOrganizationPrMetrics,
  dailyUserPrMetrics,
  dailySessionMetrics,
  dailyUserSessionMetrics,
  dailyUsageMetrics,
  dailySessionCategories,
  dailyActiveUsers,
  weeklyActiveUsers,
  monthlyActiveUsers,
  sessions,
  sessionInsights,
  dailySessionConsumption,
  sessionMessages,
  auditLogs,
  automations,
  schedules,
  secrets,
  playbooks,
  knowledgeNotes,
  guardrailViolations,
  codeScans,
  codeScanFindings,
  dailyCodeScanMetrics,
  organizationGroupLimits,
  organizationAcuLimits,
  usageTiers,
  repositories,
  gitConnections,
];
