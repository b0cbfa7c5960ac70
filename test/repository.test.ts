import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.join(__dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const yaml = (file: string): unknown => parse(read(file));

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  'runs-on': string;
  'timeout-minutes'?: number;
  needs?: string;
  permissions?: Record<string, string>;
  steps: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions?: unknown;
  env?: unknown;
  jobs: Record<string, Job>;
}

const folder = '.github/workflows';
const files = readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
const workflow = (file: string): Workflow => yaml(file) as Workflow;
const jobs = files.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]) => ({ file, name, job })),
);
const release = workflow(`${folder}/release.yml`).jobs;
const isRelease = (file: string, name: string): boolean =>
  file === `${folder}/release.yml` && name === 'publish';

/** Each line that names an action: with what is behind it, which the parsed YAML no longer has. */
const uses = files.flatMap((file) =>
  [...read(file).matchAll(/\buses: *(.*)$/gm)].map(([, text = '']) => ({ file, text })),
);

describe('the workflows', () => {
  test('exist, and every action in them is found', () => {
    expect(files.length).toBeGreaterThan(2);
    const named = jobs.flatMap(({ job }) => job.steps).filter((step) => step.uses !== undefined);
    expect(uses).toHaveLength(named.length);
  });

  test.each(uses)('$file: $text is a commit, with its version in a comment', ({ text }) => {
    expect(text).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('an action has the same commit everywhere', () => {
    const commits = new Set(uses.map(({ text }) => text));
    const actions = new Set(uses.map(({ text }) => text.split('@')[0]));
    expect(commits.size).toBe(actions.size);
  });

  test.each(files)('%s is not started by events that give its permissions to strangers', (file) => {
    const events = Object.keys(workflow(file).on);
    const known = ['push', 'pull_request', 'schedule', 'workflow_dispatch'];
    expect(events.filter((event) => !known.includes(event))).toEqual([]);
  });

  test.each(files)('%s gives no permissions to all of its jobs', (file) => {
    expect(workflow(file).permissions).toEqual({});
    expect(workflow(file).env).toBeUndefined();
  });

  test.each(jobs.filter(({ file, name }) => !isRelease(file, name)))(
    '$file: $name may read the repository and nothing else',
    ({ job }) => {
      expect(job.permissions).toEqual({ contents: 'read' });
      expect(JSON.stringify(job)).not.toMatch(/secrets\.|github\.token/i);
    },
  );

  test.each(jobs)('$file: $name has a time limit, and leaves no credentials in the checkout', ({ job }) => {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    const checkouts = job.steps.filter((step) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts).toHaveLength(1);
    expect(checkouts[0]?.with).toEqual({ 'persist-credentials': false });
  });

  test.each(jobs)('$file: $name puts no text from events into a script', ({ job }) => {
    expect(job.steps.filter((step) => step.run?.includes('${{'))).toEqual([]);
  });
});

describe('a release', () => {
  test('is tested without a cache that another workflow can fill', () => {
    const commands = release.test?.steps.map((step) => step.run);
    expect(commands).toEqual(expect.arrayContaining(['npm ci', 'npm run check', 'npm run test:image']));
    const node = release.test?.steps.find((step) => step.uses?.startsWith('actions/setup-node@'));
    expect(node?.with).toMatchObject({ 'package-manager-cache': false });
    expect(node?.with).not.toHaveProperty('cache');
  });

  test('is published after its tests, by a job that may write packages and attestations and runs no command', () => {
    expect(Object.keys(release)).toEqual(['test', 'publish']);
    expect(release.publish).toMatchObject({
      needs: 'test',
      permissions: { contents: 'read', packages: 'write', 'id-token': 'write', attestations: 'write' },
    });
    expect(Object.keys(release.publish?.permissions ?? {})).toHaveLength(4);
    expect(release.publish?.steps.filter((step) => step.run !== undefined)).toEqual([]);
  });

  test('has provenance, a list of its packages and an attestation of the pushed digest', () => {
    const step = (action: string): Step | undefined =>
      release.publish?.steps.find((each) => each.uses?.startsWith(`${action}@`));
    expect(step('docker/build-push-action')).toMatchObject({
      id: 'push',
      with: { push: true, provenance: 'mode=max', sbom: true },
    });
    expect(step('actions/attest-build-provenance')?.with).toMatchObject({
      'subject-digest': '${{ steps.push.outputs.digest }}',
      'push-to-registry': true,
    });
  });

  test('can be verified with the commands of docs/security.md', () => {
    const security = read('docs/security.md');
    expect(security).toContain('gh attestation verify oci://ghcr.io/source-devin/source-devin:');
    const signer = /--signer-workflow source-devin\/source-devin\/(\S+)/.exec(security)?.[1];
    expect(signer).toBe(`${folder}/release.yml`);
  });
});

interface Update {
  'package-ecosystem': string;
  directory: string;
  schedule: { interval: string };
  groups?: Record<string, { patterns: string[] }>;
}

test('Dependabot updates actions, packages and base images, once a week and in groups', () => {
  const { updates } = yaml('.github/dependabot.yml') as { updates: Update[] };
  expect(updates.map((update) => update['package-ecosystem']).sort()).toEqual([
    'docker',
    'github-actions',
    'npm',
  ]);
  for (const { directory, schedule, groups = {} } of updates) {
    expect([directory, schedule.interval]).toEqual(['/', 'weekly']);
    expect(Object.values(groups).flatMap(({ patterns }) => patterns)).toContain('*');
  }
});

test('Dependabot names packages that exist', () => {
  const { updates } = yaml('.github/dependabot.yml') as {
    updates: (Update & { ignore: { 'dependency-name': string }[] })[];
  };
  const npm = updates.find((update) => update['package-ecosystem'] === 'npm');
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: object };
  const named = [
    ...Object.values(npm?.groups ?? {}).flatMap(({ patterns }) => patterns),
    ...(npm?.ignore ?? []).map((each) => each['dependency-name']),
  ].filter((name) => name !== '*');
  expect(named.filter((name) => !(name in devDependencies))).toEqual([]);
});

interface Form {
  name: string;
  description: string;
  body: { type: string; id?: string; validations?: { required: boolean } }[];
}

describe('a reporter', () => {
  const form = (name: string): Form => yaml(`.github/ISSUE_TEMPLATE/${name}.yml`) as Form;

  test('is asked for version, scope, way of running, streams and the ERROR trace', () => {
    const required = form('bug').body.filter((field) => field.validations?.required === true);
    expect(required.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['version', 'scope', 'run', 'command', 'stream', 'happened', 'trace']),
    );
  });

  test.each(['bug', 'feature'])('gets a form for a %s that GitHub accepts', (name) => {
    const { body, ...head } = form(name);
    expect([typeof head.name, typeof head.description]).toEqual(['string', 'string']);
    const fields = body.filter(({ type }) => type !== 'markdown');
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const { type, id } of fields) {
      expect(['input', 'dropdown', 'textarea', 'checkboxes']).toContain(type);
      expect(id).toMatch(/^[\w-]+$/);
    }
  });

  test('finds a private channel for a security problem', () => {
    const place = 'https://github.com/source-devin/source-devin/security/advisories/new';
    expect(read('.github/ISSUE_TEMPLATE/config.yml')).toContain(place);
    expect(read('.github/ISSUE_TEMPLATE/bug.yml')).toContain(place);
    expect(read('SECURITY.md')).toContain(place);
  });
});

test('each file that .github names exists', () => {
  const texts = ['pull_request_template.md', 'ISSUE_TEMPLATE/config.yml', 'dependabot.yml'].map((name) =>
    read(`.github/${name}`),
  );
  const named = texts
    .flatMap((text) => [...text.matchAll(/\b(?:docs\/)?[\w-]+\.md\b/g)])
    .map(([file]) => file);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
