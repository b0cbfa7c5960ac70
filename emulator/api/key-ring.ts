import { permissionNames, type Key, type PrincipalType } from './keys';
import { hash } from '../world/random';
import type { World } from '../world/world';

/** What a new key is to be; the defaults make an enterprise service user without any permission. */
export interface NewKey {
  principal?: PrincipalType;
  /** The organization that the key belongs to; null or missing for the enterprise. */
  orgId?: string | null;
  /** Names such as `ViewAccountMetrics`; older names count too. */
  permissions?: string[];
  /** The name of the service user, person or key. */
  name?: string;
  /** The key itself; invented when missing. */
  text?: string;
}

/** The keys that an emulator accepts. */
export interface KeyRing {
  /** Makes a key and answers its text. */
  add(key: NewKey): string;
  /** From now on the key is answered as an unknown one. */
  revoke(text: string): void;
  /** The key of an Authorization header, or null. */
  find(authorization: string | undefined): Key | null;
  /** Holds every permission, those of the organizations included. */
  readonly enterprise: string;
  /** Holds every organization permission, for the first organization. */
  readonly organization: string;
}

export function makeKeyRing(world: World): KeyRing {
  const known = new Map<string, Key>();
  const add = (wanted: NewKey): string => {
    const name = wanted.name ?? `key ${known.size + 1}`;
    const code = hash(world.seed, known.size, 80).toString(16).padStart(8, '0');
    const text = wanted.text ?? `cog_emulator_${name.toLowerCase().replace(/\W+/g, '_')}_${code}`;
    const principal = wanted.principal ?? 'service_user';
    const principalId =
      principal === 'service_user' ? `service-user-${code}` : (world.people[0]?.id ?? 'nobody');
    const orgId = wanted.orgId ?? null;
    known.set(text, { text, name, principal, principalId, orgId, permissions: new Set(wanted.permissions) });
    return text;
  };
  const firstOrgId = world.organizations[0]?.org_id ?? null;
  return {
    add,
    revoke: (text) => void known.delete(text),
    find: (authorization) => known.get(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '') ?? null,
    enterprise: add({
      name: 'enterprise',
      permissions: [...permissionNames('enterprise'), ...permissionNames('organization')],
    }),
    organization: add({
      name: 'organization',
      orgId: firstOrgId,
      permissions: permissionNames('organization'),
    }),
  };
}
