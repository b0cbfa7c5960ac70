import type { Switches } from './switches';

type Json = Record<string, unknown>;

/** Something that a session may have been asked to hand in. */
const handedIn = { verdict: 'ready', checks: [{ name: 'tests', passed: true }] };

/** A documented session, or one with insights, in the form that Devin sends it by the switches. */
export function sentSession(documented: Json, switches: Switches): Json {
  const session = withOutput(withAcus({ ...documented }, switches), switches);
  session['pull_requests'] = pullRequestsOf(session, switches);
  if (switches.insights === 'as-seen' && 'analysis' in session) {
    session['analysis'] = analysisAsSeen(session['analysis']);
    session['analysis_status'] = session['analysis'] === null ? 'pending' : 'done';
  }
  if (!switches.numbersAsText) return session;
  for (const name of ['num_user_messages', 'num_devin_messages', 'acus_consumed']) {
    if (typeof session[name] === 'number') session[name] = String(session[name]);
  }
  return session;
}

/** The same session as a record: what is missing or has another name is null, and a number written as text is that number. */
export function readSession(documented: Json, switches: Switches): Json {
  const asNumbers = sentSession(documented, { ...switches, numbersAsText: false });
  const session = without(asNumbers, 'analysis_status');
  return {
    ...session,
    acus_consumed: session['acus_consumed'] ?? null,
    structured_output: session['structured_output'] ?? null,
    pull_requests: (session['pull_requests'] as Json[]).map((pullRequest) => ({
      pr_url: pullRequest['pr_url'] ?? null,
      pr_state: pullRequest['pr_state'] ?? null,
    })),
  };
}

function withAcus(session: Json, { acusConsumed }: Switches): Json {
  if (acusConsumed === 'number') return session;
  if (acusConsumed === 'absent') return without(session, 'acus_consumed');
  return { ...session, acus_consumed: acusConsumed === 'zero' ? 0 : null };
}

function withOutput(session: Json, { structuredOutput }: Switches): Json {
  if (structuredOutput === 'absent') return without(session, 'structured_output');
  // Never where an automation started it, as was seen.
  const handsIn = structuredOutput === 'object' && session['automation_id'] === null;
  return handsIn ? { ...session, structured_output: handedIn } : session;
}

function without(fields: Json, name: string): Json {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
}

function pullRequestsOf(session: Json, switches: Switches): Json[] {
  const pullRequests = session['pull_requests'] as { pr_url: string; pr_state: string }[];
  return pullRequests.map(({ pr_url: url, pr_state: open }) => {
    const isDraft = switches.draftPullRequests && open === 'open' && url.length % 2 === 0;
    const state = isDraft ? 'draft' : open;
    return switches.pullRequestFields === 'url' ? { url, state } : { pr_url: url, pr_state: state };
  });
}

function analysisAsSeen(analysis: unknown): unknown {
  if (analysis === null) return null;
  return {
    ...(analysis as Json),
    note_usage: ['Read the note on releases'],
    skill_usage: { used: ['testing'] },
  };
}
