import { isRefusedEverywhere, refusedEverywhere } from './key';
import type { DevinClient, Getter } from '../devin/calls';
import { byDeadline } from '../devin/limits/deadline';
import { withRefusedKeyCheck } from '../devin/key/refused-key';
import type { DevinScope } from '../devin/scope';
import { scopeToRead } from './principal';
import type { Settings } from './settings';
import type { Stream } from '../sync/define';

/** Check ends within 30 seconds. This leaves time to start and to end. */
const checkMs = 25_000;

/** A client for check. All its calls end in time. `create` gets a function to call at each 429. */
export function clientOfCheck(
  create: (onWait: () => void) => Getter,
  { apiUrl }: Pick<Settings, 'apiUrl'>,
): Getter {
  let isLimited = false;
  const client = create(() => (isLimited = true));
  return byDeadline(client, { withinMs: checkMs, host: new URL(apiUrl).host, isLimited: () => isLimited });
}

export interface ClientOfSync {
  readonly client: DevinClient;
  /** The scope to read. It is looked up at most once. */
  readonly scope: () => Promise<DevinScope>;
}

/** A client that calls `end` as soon as it is certain that the key cannot read anything. */
export function clientOfSync(
  direct: DevinClient,
  settings: Pick<Settings, 'apiUrl' | 'now' | 'scope' | 'orgId'>,
  { streams, end }: { readonly streams: readonly Stream[]; readonly end: (error: Error) => void },
): ClientOfSync {
  let found: Promise<DevinScope> | undefined;
  const scope = () => (found ??= scopeToRead(direct, settings));
  const client = withRefusedKeyCheck(direct, {
    isRefusedEverywhere: async () => isRefusedEverywhere(direct, await scope(), { settings, streams }),
    onRefused: () => end(refusedEverywhere()),
  });
  return { client, scope };
}
