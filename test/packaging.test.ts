import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { coreStreams, discover, scopes } from './acceptance/harness';

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
              type: { enum: ['api_reference'] },
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

test('metadata.yaml is as the schema of Airbyte has it', () => {
  const validate = addFormats(new Ajv({ allErrors: true })).compile(schema);
  validate(metadata);
  expect(validate.errors).toBeNull();
});

test('its identity never changes, and its name tells it from another connector for Devin', () => {
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

test('the icon is a square of our own', () => {
  const icon = read(String(metadata.data.icon));
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(icon) ?? [];
  expect(width).toBe(height);
  expect(icon).not.toMatch(/<image|href=|<script/);
});

test('what is copied into the image is not ignored there', () => {
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

  test('a release is for both kinds of processors', () => {
    expect(steps('release').at(-1)?.with).toMatchObject({ platforms: 'linux/amd64,linux/arm64', push: true });
  });
});
