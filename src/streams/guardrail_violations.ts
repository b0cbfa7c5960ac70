import { changesStream } from '../sync/shapes/changes';
import { fields } from '../sync/fields/field-list';
import { integer, number, optional, required, text, time } from '../sync/fields/fields';

const violation = fields('a guardrail violation', {
  violation_id: required(integer('The id of the violation.')),
  created_at: required(time('When the violation was found.')),
  guardrail_id: text('The id of the guardrail.'),
  guardrail_name: text('The name of the guardrail.'),
  action_taken: text('What Devin did about it, as Devin sends it.'),
  confidence_score: number('How sure Devin is.'),
  reasoning: text('Why Devin judged so. Free text.'),
  user_message: text('What the person wrote. Free text.'),
  event_id: text('The id of the message in the session.'),
  session_id: optional(text('The id of the session. It tells who the person is. Null if there is none.')),
  org_id: text('The organization of the violation.'),
});

const permission = { name: 'ManageEnterpriseSettings' };

export const guardrailViolations = changesStream({
  name: 'guardrail_violations',
  description: 'Messages of people in which Devin found a violation of a guardrail.',
  fields: violation.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['violation_id'],
  cursorField: 'created_at',
  permission: { enterprise: permission, organization: permission },
  beta: ['enterprise', 'organization'],
  endpoint: '/guardrail-violations',
  probes: (scope) => [
    {
      paths: [
        scope.betaPath('guardrail-violations'),
        scope.enterprisePath('v3beta1', 'guardrail-violations'),
      ],
      query: { first: 1 },
    },
  ],
  path: (scope) => scope.betaPath('guardrail-violations'),
  // Unverified: the first path, in organization scope. Only this one is documented.
  otherPath: (scope) => scope.enterprisePath('v3beta1', 'guardrail-violations'),
  kind: 'append-only',
  query: (after, before) => ({ time_after: after, time_before: before, order: 'asc' }),
  row: violation.read,
});
