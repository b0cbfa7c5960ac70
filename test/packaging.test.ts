import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { coreStreams, discover, scopes } from './acceptance/harness';

/** What Airbyte's registry takes as the type of an external document. */
const documentationTypes = [
  'api_deprecations',
  'api_reference',
  'api_release_history',
  'authentication_guide',
  'data_model_reference',
  'developer_community',
  'migration_guide',
  'openapi_spec',
  'other',
  'permissions_scopes',
  'rate_limits',
  'sql_reference',
  'status_page',
];

const root = path.join(__dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };
const metadata = parse(read('metadata.yaml')) as { data: Record<string, unknown> };
const dockerfile = read('Dockerfile');

const text = { type: 'string', minLength: 1 };
const registry = {
  type: 'object',
  properties: { enabled: { type: 'boolean' } },
  additionalProperties: false,
};

/** What Airbyte's ConnectorMetadataDefinitionV0 says of the properties that we use. */
const schema = {
  type: 'object',
  required: ['metadataSpecVersion', 'data'],
  additionalProperties: false,
  properties: {
    metadataSpecVersion: { const: '1.0' },
    data: {
      type: 'object',
      additionalProperties: false,
      required: [
        ...[
          'name',
          'definitionId',
          'connectorType',
          'connectorSubtype',
          'dockerRepository',
          'dockerImageTag',
        ],
        ...['license', 'documentationUrl', 'githubIssueLabel', 'releaseStage'],
      ],
      properties: {
        name: text,
        icon: text,
        definitionId: { type: 'string', format: 'uuid' },
        connectorType: { enum: ['source', 'destination'] },
        connectorSubtype: {
          enum: ['api', 'database', 'datalake', 'file', 'custom', 'message_queue', 'unknown', 'vectorstore'],
        },
        dockerRepository: text,
        dockerImageTag: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
        license: { enum: ['MIT', 'ELv2'] },
        documentationUrl: { type: 'string', format: 'uri' },
        externalDocumentationUrls: {
          type: 'array',
          items: {
            type: 'object',
            required: ['title', 'url'],
            additionalProperties: false,
            properties: {
              title: text,
              url: { type: 'string', format: 'uri' },
              type: { enum: documentationTypes },
            },
          },
        },
        githubIssueLabel: text,
        maxSecondsBetweenMessages: { type: 'integer' },
        releaseStage: { enum: ['alpha', 'beta', 'generally_available', 'custom'] },
        supportLevel: { enum: ['community', 'certified', 'archived'] },
        tags: { type: 'array', items: { type: 'string', pattern: '^(language|cdk|keyword):.+$' } },
        allowedHosts: { type: 'object', properties: { hosts: { type: 'array', items: text } } },
        suggestedStreams: { type: 'object', properties: { streams: { type: 'array', items: text } } },
        registryOverrides: {
          type: 'object',
          required: ['oss', 'cloud'],
          additionalProperties: false,
          properties: { oss: registry, cloud: registry },
        },
      },
    },
  },
};

test("metadata.yaml matches Airbyte's schema", () => {
  const validate = addFormats(new Ajv({ allErrors: true })).compile(schema);
  validate(metadata);
  expect(validate.errors).toBeNull();
});

test('its id never changes, and its name differs from another connector for Devin', () => {
  expect(metadata.data).toMatchObject({
    name: 'Devin Usage',
    definitionId: '6c1d2f6e-0f0b-4f0e-9a7c-2b5f3f6f9d41',
  });
});

test('package, metadata and image have one version, one name and one documentation', () => {
  const { dockerRepository, dockerImageTag, documentationUrl } = metadata.data;
  expect(dockerImageTag).toBe(version);
  expect(dockerfile).toContain(`LABEL io.airbyte.version="${version}"`);
  expect(dockerfile).toContain(`LABEL io.airbyte.name="${String(dockerRepository)}"`);
  expect(JSON.parse(read('resources/spec.json'))).toMatchObject({ documentationUrl });
});

test('the allowed hosts are hosts, and the default one needs no configuration', () => {
  const { hosts } = metadata.data.allowedHosts as { hosts: string[] };
  expect(hosts).toEqual(['api.devin.ai', '*.devinenterprise.com', '${api_url}']);
  const { properties } = (JSON.parse(read('resources/spec.json')) as Spec).connectionSpecification;
  expect(properties.api_url?.default).toBe(`https://${hosts[0] ?? ''}`);
});

interface Spec {
  connectionSpecification: { properties: Record<string, { default?: unknown }> };
}

test.each(scopes)('the suggested streams are in the catalog of %s scope', async (scope) => {
  const { streams } = metadata.data.suggestedStreams as { streams: string[] };
  expect(streams).toEqual(coreStreams);
  const names = (await discover(scope)).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(streams));
});

describe('the image', () => {
  const from = [...dockerfile.matchAll(/^FROM (?:--platform=\S+ )?(\S+)/gm)].map(([, image]) => image);
  const final = dockerfile.split(/^FROM /m).at(-1) ?? '';

  test('is built and runs on one base image, named by its digest', () => {
    expect(from).toHaveLength(2);
    expect(new Set(from).size).toBe(1);
    expect(from[0]).toMatch(/^node:\d+-bookworm-slim@sha256:[0-9a-f]{64}$/);
  });

  test('has no package manager', () => {
    const removed = /^RUN rm -rf ([^&]*)&&/m.exec(final)?.[1]?.split(/[\s\\]+/) ?? [];
    const programs = ['npm', 'npx', 'yarn', 'yarnpkg', 'corepack'].map((name) => `/usr/local/bin/${name}`);
    expect(removed).toEqual(
      expect.arrayContaining(['/usr/local/lib/node_modules', '/opt/yarn-*', ...programs]),
    );
  });

  test('runs as a user with a numeric id', () => {
    const users = [...final.matchAll(/^USER (.*)$/gm)].map(([, user]) => user);
    expect(users).toEqual(['1000']);
  });
});

describe('the packed package', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'source-devin-packed-'));
    // What is built is there already, and other tests run it at this moment.
    run('npm', root, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
    run('npm', folder, 'install', '--offline', '--no-audit', '--no-fund', `./source-devin-${version}.tgz`);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs npm or npx as on a new machine. */
  function run(program: string, cwd: string, ...args: string[]): string {
    const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
    const env = { ...Object.fromEntries(own), npm_config_cache: path.join(folder, '.npm') };
    return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
  const installed = (...parts: string[]): string => path.join(folder, 'node_modules', ...parts);

  test('installs in an empty folder without a download', () => {
    const names = readdirSync(installed()).filter((name) => !name.startsWith('.'));
    expect(names).toEqual(['source-devin']);
    expect(readdirSync(installed('source-devin', 'dist', 'packages'))).toEqual(
      readdirSync(path.join(root, 'dist', 'packages')),
    );
  });

  test('includes its license and those of its packages', () => {
    const names = readdirSync(installed('source-devin'));
    expect(names).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'THIRD_PARTY_LICENSES']));
  });

  test('runs there with npx', () => {
    const { spec } = JSON.parse(run('npx', folder, '--offline', 'source-devin', 'spec')) as {
      spec: unknown;
    };
    expect(spec).toEqual(JSON.parse(read('resources/spec.json')));
    writeFileSync(
      path.join(folder, 'config.json'),
      JSON.stringify({ scope: 'enterprise', api_key: 'cog_0123456789abcdef' }),
    );
    const discovered = run('npx', folder, '--offline', 'source-devin', 'discover', '--config', 'config.json');
    const { catalog } = JSON.parse(discovered) as { catalog: { streams: { name: string }[] } };
    expect(catalog.streams.map(({ name }) => name)).toEqual(expect.arrayContaining(coreStreams));
  });
});

test('the icon is a square and not a copy', () => {
  const icon = read(String(metadata.data.icon));
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(icon) ?? [];
  expect(width).toBe(height);
  expect(icon).not.toMatch(/<image|href=|<script/);
});

test('files that are copied into the image are not ignored', () => {
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'));
  const sources = [...dockerfile.matchAll(/\/build\/([\w.]+)/g)].map(([, name = '']) => name);
  // What the build makes is there without being copied.
  const copied = sources.filter((name) => name !== 'dist');
  expect(copied.length).toBeGreaterThan(3);
  expect(copied.filter((name) => !allowed.includes(`!${name}`))).toEqual([]);
  expect(copied.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});

interface Workflow {
  jobs: Record<
    string,
    { strategy?: { matrix: { node: number[] } }; steps: { run?: string; with?: object }[] }
  >;
}

describe('the workflows', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const workflow = (name: string) => parse(read(`.github/workflows/${name}.yml`)) as Workflow;
  const steps = (name: string) => Object.values(workflow(name).jobs).flatMap((job) => job.steps);

  test.each(['ci', 'release'])('%s runs scripts that exist', (name) => {
    const named = steps(name).flatMap(({ run = '' }) => [...run.matchAll(/npm run ([\w:]+)/g)]);
    expect(named.map(([, script = '']) => script).filter((script) => !(script in scripts))).toEqual([]);
    expect(steps(name).map(({ run }) => run)).toEqual(expect.arrayContaining(['npm ci', 'npm run check']));
  });

  test('every supported version of Node is tested', () => {
    expect(workflow('ci').jobs.test?.strategy?.matrix.node).toEqual([20, 22, 24]);
  });

  test('a release is built for both processor types', () => {
    const pushes = steps('release').filter((step) => step.with && 'push' in step.with);
    expect(pushes.map((step) => step.with)).toEqual([
      expect.objectContaining({ platforms: 'linux/amd64,linux/arm64', push: true }),
    ]);
  });
});
