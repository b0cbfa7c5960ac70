import type { Call, Endpoint } from '../endpoint';
import type { Key } from '../keys';
import { Refusal } from '../refusal';

/** Who the key is, in the four documented shapes. */
export const selfEndpoints: Endpoint[] = [{ path: '/v3/self', permission: null, answer: self }];

function self({ key, view }: Call): unknown {
  if (view.switches.selfPermission === '403' && !key.permissions.has('ReadAccountMeta')) {
    throw new Refusal(403, 'ReadAccountMeta is missing');
  }
  return { principal_type: key.principal, ...about(key) };
}

function about({ principal, principalId, name, orgId }: Key): Record<string, unknown> {
  switch (principal) {
    case 'service_user':
      return { service_user_id: principalId, service_user_name: name, org_id: orgId };
    case 'pat_user':
      return {
        user_id: principalId,
        user_name: name,
        api_key_id: `key-${name}`,
        api_key_name: name,
        org_id: orgId,
      };
    case 'devin_brain':
      return {
        devin_id: 'devin-brain',
        org_id: orgId ?? '',
        user_id: principalId,
        creator_service_user_id: null,
      };
    case 'windsurf_session':
      return { org_id: orgId ?? '', user_id: principalId, user_name: name };
  }
}
