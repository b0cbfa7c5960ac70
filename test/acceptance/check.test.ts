import type { NewKey } from '../../emulator/api/key-ring';
import type { PrincipalType } from '../../emulator/api/keys';
import type { Emulator } from '../../emulator/emulator';
import { expectFailed, expectSucceeded } from './check-result';
import { check, configOf, discover, read, scopes, withEmulator, type ScopeName } from './harness';
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

it.concurrent.each(scopes)('succeeds in %s scope with few requests, and names the account', (scope) =>
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

describe('the owner of the key', () => {
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

  it.concurrent('hidden by Devin: no problem where the settings are complete', () =>
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

  it.concurrent.each([
    ['of the old kind', 'apk_user_0123456789', 'apk_'],
    ['of the old kind, and short', 'apk_0', 'apk_'],
    ['that is truncated', 'cog_01234567890', 'fewer than 16 characters'],
    ['that is a password', 'correct-horse', 'fewer than 16 characters'],
  ])('a key %s, without a request', (_, api_key, says) =>
    withEmulator({}, async (emulator) => {
      expectFailed(
        await check(configOf(emulator, 'enterprise', { api_key })),
        'invalid_credentials',
        says,
        'cog_',
      );
      const run = await read({ emulator, config: { api_key } }).catch(String);
      expect(typeof run === 'string' ? run : run.errors[0]?.message).toMatch(/^invalid_credentials: /);
      expect(emulator.requests).toEqual([]);
    }),
  );

  it.concurrent('a key of 16 characters may be one', () =>
    withEmulator({}, async (emulator) => {
      const run = await check(configOf(emulator, 'enterprise', { api_key: 'cog_012345678901' }));
      expectFailed(run, 'invalid_credentials', 'unknown, expired or revoked');
    }),
  );
});

/** Every request refused, as some deployments answer a revoked key. */
const refused = { path: '*', kind: 'status', status: 403 } as const;
const causes = [
  /unknown or revoked/,
  /the address of this machine is not on Devin's IP allow list/,
  /no permission/,
];

describe('a revoked key that is answered 403 everywhere', () => {
  const configured = (emulator: Emulator, scope: ScopeName): Row =>
    scope === 'organization' ? { org_id: emulator.orgId } : {};

  it.concurrent.each(scopes)('is invalid_credentials, with the three causes and no stream: %s', (scope) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add(refused);
      for (const allow_missing_permissions of [false, true]) {
        const more = { ...configured(emulator, scope), allow_missing_permissions };
        const run = await check(configOf(emulator, scope, more));
        expectFailed(run, 'invalid_credentials', ...causes);
        for (const { name } of await discover(scope)) expect(run.stdout).not.toContain(name);
      }
    }),
  );

  it.concurrent('is also invalid_credentials where some endpoints answer 401', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ ...refused, path: '*/metrics/*', status: 401 });
      emulator.faults.add(refused);
      expectFailed(await check(configOf(emulator, 'enterprise')), 'invalid_credentials', ...causes);
    }),
  );

  it.concurrent('is not invalid_credentials where one endpoint answers with data', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ ...refused, path: /^(?!.*metrics.dau)/ });
      const run = await check(configOf(emulator, 'enterprise'));
      expectFailed(run, 'invalid_permissions', /ViewAccountMembership .*: forbidden for members/);
    }),
  );

  it.concurrent.each(scopes)('ends every stream of a read after a few requests: %s', (scope) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add(refused);
      const streams = (await discover(scope)).map(({ name }) => name);
      const run = await read({ emulator, scope, streams, config: configured(emulator, scope) });
      expect(run.exitCode).toBe(1);
      expect(run.errors).toHaveLength(streams.length);
      for (const stream of streams) {
        expect(run.outcome(stream)).toBe('INCOMPLETE');
        expect(run.error(stream)).toMatchObject({ failure_type: 'config_error' });
        const message = run.error(stream)?.message;
        expect(message).toMatch(new RegExp(`^invalid_credentials: ${stream}: `));
        for (const cause of causes) expect(message).toMatch(cause);
        expect(message).not.toMatch(/needs the permission/);
      }
      expect(emulator.requests.length).toBeLessThan(streams.length + 5);
    }),
  );

  it.concurrent('with a valid key, a 403 counts only for its stream', () =>
    withEmulator({ switches: { selfPermission: '403' } }, async (emulator) => {
      emulator.faults.add({ ...refused, path: '*/metrics/prs' });
      const run = await read({ emulator });
      expect(run.error('daily_pr_metrics')?.message).toMatch(/^invalid_permissions: .*ViewAccountMetrics/);
      expect(run.errors).toHaveLength(1);
    }),
  );
});

describe('invalid_permissions', () => {
  it.concurrent.each(scopes)('each stream is named, each permission has one line: %s', (scope) =>
    withKey(
      ({ orgId }) => (scope === 'enterprise' ? { permissions: [] } : { orgId, permissions: [] }),
      async (_, config) => {
        const run = await check(config(scope));
        expectFailed(run, 'invalid_permissions', 'allow_missing_permissions');
        const message = run.connectionStatus.message ?? '';
        const lines = message.split('\n').filter((line) => line.startsWith('- '));
        for (const { name } of await discover(scope)) {
          const naming = lines.filter((line) => new RegExp(`\\b${name}\\b`).test(line));
          expect([name, naming.length > 0]).toEqual([name, true]);
          for (const line of naming)
            expect(line).toMatch(
              /^- (\w+( \(older name: \w+\))?: forbidden for [a-z_]|Not enabled in Devin)/,
            );
        }
        const named = lines.map((line) => line.slice(2).split(' ')[0]?.replace(':', ''));
        expect(new Set(named).size).toBe(named.length);
        // What a form of 400 pixels can break into its lines.
        for (const word of message.split(/\s/)) expect(word.length).toBeLessThanOrEqual(45);
      },
    ),
  );

  const older = String.raw` \(older name: `;
  it.concurrent.each<[ScopeName, RegExp[]]>([
    [
      'enterprise',
      [
        new RegExp(
          `^- ViewAccountMembership${older}ManageAccountMembership\\): forbidden for members, `,
          'm',
        ),
        new RegExp(`^- ViewAccountConsumption${older}ManageBilling\\): .*ACU data exists only on plans`, 'm'),
        /^- ViewAccountMetrics: forbidden for daily_pr_metrics, /m,
      ],
    ],
    [
      'organization',
      [
        /^- ViewOrgMembership: forbidden for members, /m,
        new RegExp(`^- ViewOrgConsumption${older}ManageBilling\\): .*ACU data exists only on plans`, 'm'),
        new RegExp(`^- ViewOrgMetrics${older}ViewAccountMetrics\\): forbidden for daily_pr_metrics, `, 'm'),
      ],
    ],
  ])('each permission has its newer name, then its older name: %s', (scope, says) =>
    withKey(
      ({ orgId }) => (scope === 'enterprise' ? { permissions: [] } : { orgId, permissions: [] }),
      async (_, config) => expectFailed(await check(config(scope)), 'invalid_permissions', ...says),
    ),
  );

  it.concurrent.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not found'],
  ])('an endpoint that answers %d is reported as %s; other streams are not reported', (status, word) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/metrics/prs', kind: 'status', status });
      const run = await check(configOf(emulator, 'enterprise'));
      expectFailed(run, 'invalid_permissions', `- ViewAccountMetrics: ${word} for daily_pr_metrics, `);
      expect(run.connectionStatus.message).not.toMatch(/members|consumption/);
    }),
  );

  it.concurrent('different answers for one permission share one line', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/metrics/prs', kind: 'status', status: 403 });
      emulator.faults.add({ path: '*/metrics/usage', kind: 'status', status: 404 });
      expectFailed(
        await check(configOf(emulator, 'organization')),
        'invalid_permissions',
        /^- ViewOrgMetrics .*: forbidden for daily_pr_metrics, \w+; not found for daily_usage_metrics$/m,
      );
    }),
  );

  it.concurrent('consumption needs the members: the message names their permission', () =>
    withKey(
      () => ({ permissions: ['ViewAccountConsumption', 'ViewAccountMetrics'] }),
      async (_, config) => {
        const line = /^- ViewAccountMembership .*: forbidden for members, daily_user_consumption, /m;
        expectFailed(await check(config('enterprise')), 'invalid_permissions', line);
      },
    ),
  );

  it.concurrent(
    'a core stream that fails for another reason comes first, and missing permissions are also named',
    () =>
      withEmulator({}, async (emulator) => {
        emulator.faults.add({ path: '*/metrics/prs', kind: 'status', status: 500, retryAfter: 0.05 });
        emulator.faults.add({ path: '*/members/users', kind: 'status', status: 403 });
        emulator.faults.add({ path: '*/sessions', kind: 'status', status: 403 });
        expectFailed(
          await check(configOf(emulator, 'enterprise')),
          'unreachable',
          /^unreachable: .*500 .*metrics\/prs/,
          /^- ViewAccountMembership .*: forbidden for members, /m,
          /^- ViewAccountSessions: forbidden for sessions\b/m,
        );
      }),
  );
});

describe.each(scopes)('beta, in %s scope', (scope) => {
  it.concurrent.each(['403', '404'] as const)(
    'beta lists that are not enabled are named in one line, and the check passes: %s',
    (beta) =>
      withEmulator({ switches: { beta } }, async (emulator) => {
        const run = await check(configOf(emulator, scope));
        expectSucceeded(run);
        const [, ...lines] = (run.connectionStatus.message ?? '').split('\n- ');
        expect(lines).toEqual([
          expect.stringMatching(
            /^Not enabled in Devin \(beta\), or without the permission: .*guardrail_violations/,
          ),
        ]);
      }),
  );
});

describe('allow_missing_permissions', () => {
  const allow = { allow_missing_permissions: true };

  it.concurrent('passes with a warning while any stream can be read', () =>
    withKey(
      () => ({ permissions: ['ViewAccountMetrics'] }),
      async (_, config) => {
        const run = await check(config('enterprise', allow));
        expectSucceeded(run);
        for (const stream of ['members', 'daily_user_consumption']) {
          const line = new RegExp(`: forbidden for ([a-z_]+, )*${stream}\\b`);
          expect(run.connectionStatus.message).toMatch(line);
          expect(run.logs('WARN').join('\n')).toMatch(line);
        }
        expect(run.connectionStatus.message).not.toMatch(/\bdaily_pr_metrics/);
      },
    ),
  );

  it.concurrent('also passes where a core stream fails for another reason', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/metrics/prs', kind: 'status', status: 500, retryAfter: 0.05 });
      const run = await check(configOf(emulator, 'enterprise', allow));
      expectSucceeded(run);
      expect(run.connectionStatus.message).toMatch(/^- daily_pr_metrics, .*500/m);
    }),
  );

  it.concurrent('passes where no member is visible, and the message says so', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/members/*', kind: 'empty-list' });
      const run = await check(configOf(emulator, 'enterprise', allow));
      expectSucceeded(run);
      expect(run.connectionStatus.message).toMatch(/^- No member is visible/m);
    }),
  );

  it.concurrent('fails where no stream can be read', () =>
    withKey(
      () => ({ permissions: [] }),
      async (_, config) => {
        const run = await check(config('enterprise', allow));
        expectFailed(run, 'invalid_permissions', 'members', 'daily_user_consumption', 'daily_pr_metrics');
      },
    ),
  );

  it.concurrent('fails where no stream can be read for other reasons', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/enterprise/*', kind: 'status', status: 500, retryAfter: 0.05 });
      expectFailed(await check(configOf(emulator, 'enterprise', allow)), 'unreachable', '500');
    }),
  );
});
