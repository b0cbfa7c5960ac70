import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'emulator/README.md',
  'bench/README.md',
  'bench/results.md',
  'models/README.md',
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

test.each(documents)('every link of %s to another file works', (document) => {
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

test('README.md is short enough to read in five minutes', () => {
  expect(Array.from(read('README.md')).length).toBeLessThanOrEqual(9_000);
});

describe('tables fit a page of GitHub, 830 pixels wide', () => {
  /** Rows of cells, without those that only draw the line below the headings. */
  function tables(file: string): string[][][] {
    const text = read(file).replace(/^```[^]*?^```/gm, '');
    return [...text.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
      table
        .trim()
        .split('\n')
        .map((line) => line.slice(1, -1).split(/(?<!\\)\|/))
        .filter((cells) => !cells.every((cell) => /^ *:?-+:? *$/.test(cell))),
    );
  }

  /** What a reader sees of a cell: the text of its links, and no marks. */
  function visible(cell: string): string {
    return cell.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
  }

  /** The narrowest that a table can be: each column as wide as its longest word. GitHub lets a wider one scroll. */
  function narrowest(rows: string[][]): number {
    const pixelsOfCharacter = 8.5;
    const pixelsOfPadding = 27;
    const columns = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.flatMap((row) => visible(row[column] ?? '').split(/\s+/)).map((word) => word.length)),
    );
    return columns.reduce((sum, letters) => sum + letters * pixelsOfCharacter + pixelsOfPadding, 0);
  }

  test.each(documents)('%s', (document) => {
    const wide = tables(document).filter((rows) => narrowest(rows) > 830);
    expect(wide.map(([heading = []]) => heading.join('|'))).toEqual([]);
  });

  const pages = documents.filter(
    (file) => file !== 'bench/results.md' && !file.startsWith('docs/reference/'),
  );
  test.each(pages)('%s has at most four columns in a table', (document) => {
    const wide = tables(document).filter(([heading = []]) => heading.length > 4);
    expect(wide.map(([heading = []]) => heading.join('|'))).toEqual([]);
  });
});

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file}`);
const written = documents.filter((file) => !file.startsWith('docs/reference/'));
test.each([...written, ...sources])('%s uses common words, in American spelling', (document) => {
  const refused =
    /\b(?:who(?:so)?ever|whom(?:ever)?|reckon\w*|anew|of which|amounts? to|licence\w*|\w*organis\w*|behaviour\w*|honour\w*)\b/gi;
  // Without what is generated from the sources, and without names of tests.
  const prose = read(document)
    .replace(/<!-- generated: [^]*?<!-- end -->/g, '')
    .replace(/“[^”]*”/g, '');
  expect(prose.match(refused) ?? []).toEqual([]);
});

test('metadata.yaml suggests no stream with texts of people, names of secrets or weak places of code', () => {
  const [, suggested = ''] = read('metadata.yaml').split('suggestedStreams:');
  const names = [...(suggested.split(/^ {2}\w/m)[0] ?? '').matchAll(/- (\w+)/g)].map(([, name]) => name);
  expect(names).toContain('members');
  const isPrivate = /^(session_messages|guardrail_violations|secrets|code_scan_findings|playbooks|knowledge)/;
  expect(names.filter((name) => isPrivate.test(name ?? ''))).toEqual([]);
});

describe("the streams' page", () => {
  const page = 'docs/streams.md';
  const streams = readdirSync(path.join(root, 'resources/schemas')).map((file) =>
    path.basename(file, '.json'),
  );

  interface Schema {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly items?: Schema;
  }

  /** Each field with the indent of its line: two spaces for each object or list around it. */
  function fieldLines({ properties, items }: Schema, indent = ''): string[] {
    if (items !== undefined) return fieldLines(items, indent);
    return Object.entries(properties ?? {}).flatMap(([name, inner]) => [
      `${indent}- \`${name}\` (`,
      ...fieldLines(inner, `${indent}  `),
    ]);
  }

  test.each(streams)('describes every field of %s', (stream) => {
    const [, described = ''] = section(page, `## ${stream}`).split('**Fields**');
    const lines = [...described.matchAll(/^ *- `\w+` \((?=[^)]+\): .+\.$)/gm)].map(([line]) => line);
    expect(lines).toEqual(fieldLines(json(`resources/schemas/${stream}.json`) as Schema));
  });

  test.each(streams)('describes key, permission, personal data and cost of %s', (stream) => {
    const labels = [...section(page, `## ${stream}`).matchAll(/^- \*\*(.+?)\*\*: ./gm)].map(
      ([, label]) => label,
    );
    expect(labels).toEqual(
      expect.arrayContaining([
        'Key',
        'Cursor',
        'Look-back',
        'Sync modes',
        'Scopes',
        'Endpoint',
        'Personal data',
        'Cost',
      ]),
    );
    expect(labels).toContainEqual(expect.stringMatching(/^Permission, /));
    expect(section(page, `## ${stream}`)).toContain('](https://docs.devin.ai/api-reference/v3/');
  });

  test('has facts about every stream and about no other', () => {
    expect(Object.keys(json('scripts/stream-facts.json') as object).sort()).toEqual([...streams].sort());
  });
});

describe("the user's page", () => {
  const page = 'docs/devin.md';

  test("has the headings of Airbyte's documentation pages, in order", () => {
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

  test('has a row for this version in its changelog, like CHANGELOG.md', () => {
    const { version } = json('package.json') as { version: string };
    expect(section(page, '## Changelog')).toContain(`| ${version} `);
    expect(read('CHANGELOG.md')).toContain(`## [${version}]`);
  });
});
