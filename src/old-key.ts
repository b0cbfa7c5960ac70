import VError from 'verror';
import type { Settings } from './settings';

/** Keys of the old APIs are not accepted by v3, which needs no request to know. */
export function refuseOldKey({ apiKey }: Pick<Settings, 'apiKey'>): void {
  if (!apiKey.startsWith('apk_')) return;
  throw new VError(
    { info: { code: 'invalid_credentials', failureType: 'config_error' } },
    '%s',
    'The API key is of the old kind (apk_…), which this API does not accept: make a service user in Devin and put ' +
      'its key (cog_…) in api_key.',
  );
}
