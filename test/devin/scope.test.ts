import { enterpriseScope, organizationScope, SELF_PATH } from '../../src/devin/scope';

const enterprise = enterpriseScope('https://api.acme.devinenterprise.com:8443');
const organization = organizationScope('org-abc123');

it('the principal has the same path in every scope', () => expect(SELF_PATH).toBe('/v3/self'));

it('an enterprise is known by the host of its API', () => {
  expect(enterprise).toMatchObject({
    kind: 'enterprise',
    orgId: null,
    id: 'enterprise@api.acme.devinenterprise.com:8443',
  });
});

it('an organization is known by its id', () => {
  expect(organization).toMatchObject({ kind: 'organization', orgId: 'org-abc123', id: 'org-abc123' });
});

describe('paths', () => {
  it.each<[string, string, string]>([
    ['enterprise', enterprise.path('metrics', 'prs'), '/v3/enterprise/metrics/prs'],
    ['organization', organization.path('metrics', 'prs'), '/v3/organizations/org-abc123/metrics/prs'],
    [
      'a user id with a bar',
      enterprise.path('consumption', 'daily', 'users', 'okta|acme|ada@example.com'),
      '/v3/enterprise/consumption/daily/users/okta%7Cacme%7Cada%40example.com',
    ],
    ['a slash, a question mark, a hash', enterprise.path('a/b?c#d'), '/v3/enterprise/a%2Fb%3Fc%23d'],
    ['a percent sign and a space', enterprise.path('50% %2e'), '/v3/enterprise/50%25%20%252e'],
    ['an unpaired surrogate', enterprise.path('a\ud800'), '/v3/enterprise/a%EF%BF%BD'],
    ['letters outside ASCII', enterprise.path('gruppe-ä'), '/v3/enterprise/gruppe-%C3%A4'],
    [
      'an organization id that needs encoding',
      organizationScope('org/1').path('x'),
      '/v3/organizations/org%2F1/x',
    ],
  ])('%s', (_name, path, expected) => {
    expect(path).toBe(expected);
    expect(new URL(path, 'https://api.devin.ai').pathname).toBe(expected);
  });
});

describe('member lists', () => {
  it('of an enterprise: one path', () => {
    expect(enterprise.memberPaths('idp-users')).toEqual(['/v3/enterprise/members/idp-users']);
  });

  it('of an organization: the beta path first', () => {
    expect(organization.memberPaths('users')).toEqual([
      '/v3beta1/organizations/org-abc123/members/users',
      '/v3/organizations/org-abc123/members/users',
    ]);
  });
});

describe('an id that would reach another endpoint is refused', () => {
  it.each(['', '.', '..'])('%j', (segment) => {
    expect(() => enterprise.path('users', segment)).toThrow('Not a path segment');
    expect(() => organizationScope(segment)).toThrow('Not a path segment');
  });
});
