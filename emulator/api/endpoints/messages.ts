import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { messagesOf } from '../../world/messages';
import { pageOf } from '../paging';
import { Refusal } from '../refusal';
import { sessionInPath } from '../../world/session-ids';
import { shownThrough } from '../../world/view';

/** Messages of one session. */
export const messageEndpoints: Endpoint[] = [
  {
    path: '/v3/enterprise/sessions/{devin_id}/messages',
    permission: permissions.accountSessions,
    exists: ({ enterpriseMessages }) => enterpriseMessages !== '404',
    answer: (call) => {
      if (call.view.switches.enterpriseMessages === '403') throw new Refusal(403, 'ask the organization');
      return messages(call);
    },
  },
  {
    path: '/v3/organizations/{org_id}/sessions/{devin_id}/messages',
    permission: permissions.orgSessions,
    answer: messages,
  },
];

function messages(call: Call): unknown {
  const { view, orgId, ids } = call;
  const id = ids['devin_id'] ?? '';
  const session = sessionInPath(view, id, orgId);
  if (!session && view.switches.unknownUser === '404') throw new Refusal(404, 'no such session');
  const until = shownThrough(view) - view.switches.lateMessages;
  const all = view.once(`messages of ${id} until ${until}`, () =>
    session ? messagesOf(session, until) : [],
  );
  return pageOf(call, all, { keyOf: ({ event_id: event }) => event });
}
