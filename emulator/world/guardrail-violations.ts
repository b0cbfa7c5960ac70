import { startOf } from './billing-days';
import { between, fraction, hash, pick } from './random';
import { sessionId } from './session-details';
import type { View } from './view';
import { workOn } from './work';

/** A violation as Devin sends it. */
export interface GuardrailViolation {
  violation_id: number;
  created_at: number;
  org_id: string;
  [field: string]: unknown;
}

const guardrails = [
  ['guardrail-1', 'No customer data'],
  ['guardrail-2', 'No production access'],
] as const;

/** The violations of a day, oldest first: one in each organization, in a session of that day if there is one by then. */
export function violationsOn(view: View, day: number): GuardrailViolation[] {
  const { world, now, switches } = view;
  if (day < world.firstDay) return [];
  const violations = world.organizations.map(({ org_id: orgId }, index): GuardrailViolation => {
    const key = hash(world.seed, day, 230 + index);
    const createdAt = startOf(day) + between(1, 86_398, fraction(key, 0, 1));
    const [guardrailId, name] = pick(guardrails, fraction(key, 0, 2));
    const sessions = workOn(world, day, { actors: null, orgIds: new Set([orgId]) }, now);
    const session = sessions.filter((each) => each.createdAt <= createdAt).at(-1);
    return {
      violation_id: day * 10 + index,
      guardrail_id: guardrailId,
      guardrail_name: name,
      action_taken: pick(['blocked', 'flagged'], fraction(key, 0, 3)),
      confidence_score: Math.round(fraction(key, 0, 4) * 100) / 100,
      reasoning: 'The message asks for data of customers.',
      user_message: 'Please show me all addresses.',
      event_id: 'event-1',
      session_id: session === undefined ? null : sessionId(session, switches),
      org_id: orgId,
      created_at: createdAt,
    };
  });
  return violations.sort((one, other) => one.created_at - other.created_at);
}
