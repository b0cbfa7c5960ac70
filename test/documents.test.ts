import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'emulator/README.md',
  ...markdownIn('docs'),
  ...markdownIn('docs/reference'),
];

function markdownIn(folder: string): string[] {
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function json(file: string): unknown {
  return JSON.parse(read(file));
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(file: string): string[] {
  const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The text below a heading, to the next heading of the same or a higher level. */
function section(file: string, heading: string): string {
  const level = heading.indexOf(' ');
  const [, text = ''] = read(file).split(`\n${heading}\n`);
  return text.split(new RegExp(`\n#{1,${level}} `))[0] ?? '';
}

test.each(documents)('every link of %s to another file leads somewhere', (document) => {
  const targets = [...read(document).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target);
  const broken = targets.filter((target) => {
    const [file = '', anchor] = target.split('#');
    const full = file === '' ? document : path.join(path.dirname(document), file);
    return !existsSync(path.join(root, full)) || (anchor !== undefined && !anchors(full).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test.each(['README.md', 'CONTRIBUTING.md', 'emulator/README.md'])(
  'every npm script that %s names exists',
  (file) => {
    const { scripts } = json('package.json') as { scripts: Record<string, string> };
    const named = [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  },
);

describe("the user's page", () => {
  const page = 'docs/devin.md';

  test('has the headings of a page of Airbyte, in order', () => {
    const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Prerequisites',
      'Setup guide',
      'Supported sync modes',
      'Supported streams',
      'Performance considerations',
      'Data type map',
      'Limitations & troubleshooting',
      'IP allow list',
      'Changelog',
    ]);
  });

  test('names every required property among the prerequisites', () => {
    const { connectionSpecification } = json('resources/spec.json') as {
      connectionSpecification: { required: string[]; properties: Record<string, { title: string }> };
    };
    const prerequisites = section(page, '## Prerequisites');
    for (const name of connectionSpecification.required) {
      expect(prerequisites).toContain(
        `**${connectionSpecification.properties[name]?.title ?? ''}** (\`${name}\``,
      );
    }
  });

  test.each(['members', 'daily_user_consumption', 'daily_pr_metrics'])(
    'describes every field of %s',
    (stream) => {
      const { properties } = json(`resources/schemas/${stream}.json`) as { properties: object };
      const described = section(page, `### ${stream}`);
      expect(Object.keys(properties).filter((field) => !described.includes(`\`${field}\``))).toEqual([]);
    },
  );

  test.each([
    'invalid_configuration',
    'invalid_credentials',
    'wrong_scope',
    'invalid_permissions',
    'no_resources',
    'unreachable',
    'rate_limited',
  ])('explains the code %s', (code) => {
    expect(read(page)).toMatch(new RegExp(`^\\*\\*\`${code}\`\\*\\*: `, 'm'));
  });

  test('has a row for this version in its changelog, and so has CHANGELOG.md', () => {
    const { version } = json('package.json') as { version: string };
    expect(section(page, '## Changelog')).toContain(`| ${version} `);
    expect(read('CHANGELOG.md')).toContain(`## [${version}]`);
  });
});
