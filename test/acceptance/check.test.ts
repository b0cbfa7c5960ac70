import type { NewKey } from '../../emulator/key-ring';
import type { PrincipalType } from '../../emulator/keys';
import type { Emulator } from '../../emulator/server';
import { expectFailed, expectSucceeded } from './check-result';
import { check, configOf, scopes, withEmulator, type ScopeName } from './harness';
import type { Row } from './protocol';

const permissions = {
  enterprise: ['ViewAccountMembership', 'ViewAccountConsumption', 'ViewAccountMetrics'],
  organization: ['ViewOrgMembership', 'ViewOrgConsumption', 'ViewOrgMetrics'],
};

function withKey(
  key: (emulator: Emulator) => NewKey,
  use: (emulator: Emulator, config: (scope: ScopeName, more?: Row) => Row) => Promise<void>,
): Promise<void> {
  return withEmulator({}, async (emulator) => {
    const text = emulator.addKey(key(emulator));
    await use(emulator, (scope, more) => configOf(emulator, scope, { api_key: text, ...more }));
  });
}

it.concurrent.each(scopes)('succeeds in %s scope with a handful of requests, and says where', (scope) =>
  withEmulator({}, async (emulator) => {
    const run = await check(configOf(emulator, scope));
    expectSucceeded(run);
    expect(run.connectionStatus.message).toContain(
      scope === 'enterprise' ? 'the enterprise' : emulator.orgId,
    );
    expect(run.connectionStatus.message).toContain(emulator.url);
    const paths = emulator.requests.map(({ url }) => url);
    expect(new Set(paths).size).toBe(paths.length);
  }),
);

describe('whose key it is', () => {
  const others: PrincipalType[] = ['pat_user', 'devin_brain', 'windsurf_session'];

  it.concurrent('a service user of the enterprise', () =>
    withKey(
      () => ({ permissions: permissions.enterprise }),
      async (emulator, config) => {
        expectSucceeded(await check(config('enterprise')));
        expectSucceeded(await check(config('organization', { org_id: emulator.orgId })));
        const run = await check(config('organization'));
        expectFailed(run, 'wrong_scope', 'set org_id', '"enterprise"');
      },
    ),
  );

  it.concurrent('a service user of an organization', () =>
    withKey(
      ({ orgId }) => ({ orgId, permissions: permissions.organization }),
      async ({ orgId, world }, config) => {
        expectSucceeded(await check(config('organization')));
        expectSucceeded(await check(config('organization', { org_id: orgId })));
        expectFailed(await check(config('enterprise')), 'wrong_scope', orgId, '"organization"');
        const elsewhere = world.organizations[1]?.org_id ?? '';
        const run = await check(config('organization', { org_id: elsewhere }));
        expectFailed(run, 'wrong_scope', orgId, elsewhere);
      },
    ),
  );

  it.concurrent.each(others)('a %s of an organization', (principal) =>
    withKey(
      ({ orgId }) => ({ principal, orgId, permissions: permissions.organization }),
      async ({ orgId }, config) => {
        expectSucceeded(await check(config('organization')));
        expectSucceeded(await check(config('organization', { org_id: orgId })));
        // Only a service user's organization decides; of the others the endpoints do.
        expectFailed(await check(config('enterprise')), 'invalid_permissions', 'forbidden');
      },
    ),
  );

  it.concurrent('a personal access token that names no organization', () =>
    withKey(
      () => ({ principal: 'pat_user', permissions: permissions.enterprise }),
      async ({ orgId }, config) => {
        expectSucceeded(await check(config('enterprise')));
        expectSucceeded(await check(config('organization', { org_id: orgId })));
        expectFailed(await check(config('organization')), 'wrong_scope', 'set org_id');
      },
    ),
  );

  it.concurrent('kept to itself by Devin: no obstacle where the settings say it all', () =>
    withEmulator({ switches: { selfPermission: '403' } }, async (emulator) => {
      expectSucceeded(await check(configOf(emulator, 'enterprise')));
      expectSucceeded(await check(configOf(emulator, 'organization', { org_id: emulator.orgId })));
      const run = await check(configOf(emulator, 'organization'));
      expectFailed(run, 'invalid_permissions', 'ReadAccountMeta', 'IP allow list', 'org_id');
    }),
  );
});

describe('invalid_credentials', () => {
  it.concurrent.each(scopes)('an unknown key, in %s scope', (scope) =>
    withEmulator({}, async (emulator) => {
      const run = await check(configOf(emulator, scope, { api_key: 'cog_nobody_knows_it' }));
      expectFailed(run, 'invalid_credentials', 'unknown, expired or revoked', 'api_key');
      expect(emulator.requests.map(({ path }) => path)).toEqual(['/v3/self']);
    }),
  );

  it.concurrent.each(['apk_user_0123456789', 'apk_0123456789'])(
    'a key of the old kind, without a request: %s',
    (key) =>
      withEmulator({}, async (emulator) => {
        const run = await check(configOf(emulator, 'enterprise', { api_key: key }));
        expectFailed(run, 'invalid_credentials', 'apk_', 'cog_');
        expect(emulator.requests).toEqual([]);
      }),
  );
});

describe('invalid_permissions', () => {
  it.concurrent('all that is missing in one message, newer name first: enterprise', () =>
    withKey(
      () => ({ permissions: [] }),
      async (_, config) => {
        const run = await check(config('enterprise'));
        expectFailed(
          run,
          'invalid_permissions',
          /members: forbidden, it needs the permission ViewAccountMembership \(older name: ManageAccountMembership\)/,
          /daily_user_consumption: forbidden, .* ViewAccountConsumption \(older name: ManageBilling\); ACU data exists only/,
          /daily_pr_metrics: forbidden, it needs the permission ViewAccountMetrics/,
          /allow_missing_permissions/,
        );
      },
    ),
  );

  it.concurrent('all that is missing in one message, newer name first: organization', () =>
    withKey(
      ({ orgId }) => ({ orgId, permissions: [] }),
      async (_, config) => {
        expectFailed(
          await check(config('organization')),
          'invalid_permissions',
          /members: forbidden, it needs the permission ViewOrgMembership/,
          /daily_user_consumption: forbidden, .* ViewOrgConsumption \(older name: ManageBilling\)/,
          /daily_pr_metrics: forbidden, it needs the permission ViewOrgMetrics \(older name: ViewAccountMetrics\)/,
        );
      },
    ),
  );

  it.concurrent.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not found'],
  ])('an endpoint that answers %d is %s; the others are not blamed', (status, word) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/metrics/prs', kind: 'status', status });
      const run = await check(configOf(emulator, 'enterprise'));
      expectFailed(run, 'invalid_permissions', `daily_pr_metrics: ${word}, it needs the permission`);
      expect(run.connectionStatus.message).not.toMatch(/members:|daily_user_consumption:/);
    }),
  );

  it.concurrent('the members are needed for consumption: the message says which permission that is', () =>
    withKey(
      () => ({ permissions: ['ViewAccountConsumption', 'ViewAccountMetrics'] }),
      async (_, config) => {
        const run = await check(config('enterprise'));
        const cure = 'forbidden, it needs the permission ViewAccountMembership';
        expectFailed(run, 'invalid_permissions', `daily_user_consumption: ${cure}`, `members: ${cure}`);
      },
    ),
  );

  it.concurrent('allow_missing_permissions: passes while anything can be read, and warns', () =>
    withKey(
      () => ({ permissions: ['ViewAccountMetrics'] }),
      async (_, config) => {
        const run = await check(config('enterprise', { allow_missing_permissions: true }));
        expectSucceeded(run);
        for (const stream of ['members', 'daily_user_consumption']) {
          expect(run.connectionStatus.message).toContain(`${stream}: forbidden`);
          expect(run.logs('WARN').join('\n')).toContain(`${stream}: forbidden`);
        }
        expect(run.connectionStatus.message).not.toContain('daily_pr_metrics:');
      },
    ),
  );

  it.concurrent('allow_missing_permissions: fails where nothing can be read', () =>
    withKey(
      () => ({ permissions: [] }),
      async (_, config) => {
        const run = await check(config('enterprise', { allow_missing_permissions: true }));
        expectFailed(run, 'invalid_permissions', 'members', 'daily_user_consumption', 'daily_pr_metrics');
      },
    ),
  );
});
