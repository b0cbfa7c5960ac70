import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { filesOf, root, visit, type Import, type SourceFile } from './architecture/source-files';

/*
 * Imports point one way:
 *
 *   main → command-line → source → wiring, connection, streams
 *   command-line → diagnose → wiring, connection, streams
 *   wiring → airbyte, connection      streams → sync → devin
 *   sync: shapes → fan-out → search, state, requests → fields; shapes → hints → search
 *   devin: client → http, limits, key
 *
 * `devin` and `airbyte` know nothing of each other, and `sync` nothing of Airbyte.
 */

const files = filesOf('src');

/** The folder of a file below src; empty for the files that wire the parts. */
function folderOf(name: string): string {
  return name.split('/').slice(1, -1)[0] ?? '';
}

/** What sync and streams may call of the client's folder. */
const answers = 'devin/(http/answer|http/held-list|errors)$';

/** What a folder may import at run time, and of what it may know the types. */
const mayImport: Readonly<Record<string, { values: RegExp; types: RegExp }>> = {
  devin: { values: /^src\/devin\//, types: /^src\/devin\// },
  airbyte: { values: /^src\/airbyte\//, types: /^src\/airbyte\// },
  connection: {
    values: /^src\/(connection|devin|sync\/(days|state)|package-file$|airbyte\/terminal$)/,
    types: /^src\/(connection|devin|sync)\//,
  },
  sync: { values: new RegExp(`^src/(sync/|${answers})`), types: /^src\/(sync|devin)\// },
  streams: {
    values: new RegExp(`^src/(streams/|sync/|${answers})`),
    types: /^src\/(streams|sync|devin)\//,
  },
  diagnose: {
    values:
      /^src\/(diagnose|connection|streams|devin)\/|^src\/(sync\/(days|fan-out\/id-groups)|wiring\/sync-clock|airbyte\/(terminal|failure)|package-file)$/,
    types: /^src\/(diagnose|connection|streams|devin|sync|airbyte)\//,
  },
};

/** Which folders of `sync` each of them may call. */
const withinSync: Readonly<Record<string, RegExp>> = {
  fields: /^src\/sync\/(fields\/|days$)/,
  search: /^src\/sync\/(search\/|days$)/,
  hints: /^src\/sync\/((hints|search)\/|days$)/,
  requests: /^src\/sync\/(requests\/|fields\/|days$)/,
  state: /^src\/sync\/(state\/|fan-out\/roster$|days$)/,
  'fan-out': /^src\/sync\/((fan-out|search|state|requests|fields)\/|days$)/,
};

/** Which files may import a part. */
const importersOf: readonly [part: string, target: RegExp, importers: RegExp][] = [
  ['main.ts', /^src\/main$/, /^nobody$/],
  ['command-line.ts', /^src\/command-line$/, /^src\/main$/],
  ['source.ts', /^src\/source$/, /^src\/command-line$/],
  ['wiring/', /^src\/wiring\//, /^src\/(source$|wiring\/|diagnose\/examine$)/],
  ['streams/', /^src\/streams\//, /^src\/(source$|streams\/|diagnose\/)/],
  ['diagnose/', /^src\/diagnose\//, /^src\/(command-line$|diagnose\/)/],
  [
    'airbyte/',
    /^src\/airbyte\//,
    /^src\/(command-line$|source$|wiring\/|connection\/check-table$|diagnose\/|airbyte\/)/,
  ],
  ['the CDK', /^@faros-ai\/airbyte-cdk/, /^src\/(command-line$|source$|wiring\/catalog-entry$|airbyte\/)/],
  ['commander', /^commander$/, /^src\/airbyte\//],
  ['axios', /^axios$/, /^src\/devin\//],
];

function importsWhere(isWrong: (file: SourceFile, imported: Import) => boolean, within = files): string[] {
  return within.flatMap((file) =>
    file.imports
      .filter((imported) => isWrong(file, imported))
      .map(({ target }) => `${file.name} imports ${target}`),
  );
}

describe('imports', () => {
  it.each(Object.entries(mayImport))('of %s/ point one way', (folder, { values, types }) => {
    const own = files.filter(({ name }) => folderOf(name) === folder);
    expect(own.length).toBeGreaterThan(0);
    const isWrong = (_file: SourceFile, { target, isPackage, isTypeOnly }: Import) =>
      !isPackage && !(isTypeOnly ? types : values).test(target);
    expect(importsWhere(isWrong, own)).toEqual([]);
  });

  it.each(Object.entries(withinSync))('of sync/%s/ point to lower layers only', (folder, values) => {
    const own = files.filter(({ name }) => name.startsWith(`src/sync/${folder}/`));
    expect(own.length).toBeGreaterThan(0);
    const isWrong = (_file: SourceFile, { target, isPackage, isTypeOnly }: Import) =>
      !isPackage && !isTypeOnly && target.startsWith('src/sync/') && !values.test(target);
    expect(importsWhere(isWrong, own)).toEqual([]);
  });

  it.each(importersOf)('of %s come only from allowed folders', (_part, target, importers) => {
    const isThere = files.some(
      ({ name, imports }) => target.test(name) || imports.some((each) => target.test(each.target)),
    );
    expect(isThere).toBe(true);
    expect(
      importsWhere((file, imported) => target.test(imported.target) && !importers.test(file.name)),
    ).toEqual([]);
  });

  it('stay in src', () => {
    expect(importsWhere((_file, { target, isPackage }) => !isPackage && !target.startsWith('src/'))).toEqual(
      [],
    );
  });

  it('of the emulator exclude the connector, so that it stays independent', () => {
    const emulator = filesOf('emulator');
    expect(emulator.length).toBeGreaterThan(0);
    const isOutside = (_file: SourceFile, { target, isPackage }: Import) =>
      !isPackage && !target.startsWith('emulator/');
    expect(importsWhere(isOutside, emulator)).toEqual([]);
  });

  it.each(['src', 'emulator', 'bench', 'demo', 'report', 'test'])(
    'in %s lead to existing files, without cycles, also for types',
    (folder) => {
      const own = filesOf(folder);
      const byName = new Map(own.map((file) => [file.name, file]));
      const done = new Set<string>();
      const walk = (name: string, trail: readonly string[]): void => {
        if (trail.includes(name))
          throw new Error(`A cycle: ${[...trail.slice(trail.indexOf(name)), name].join(' → ')}`);
        if (done.has(name)) return;
        const file = byName.get(name);
        if (file === undefined && /\.json(\/index)?$/.test(name)) return;
        if (file === undefined) throw new Error(`${trail.at(-1) ?? ''} imports ${name}, which is no file`);
        for (const { target, isPackage } of file.imports)
          if (!isPackage && target.startsWith(`${folder}/`)) walk(target, [...trail, name]);
        done.add(name);
      };
      for (const { name } of own) walk(name, []);
      expect(done.size).toBe(own.length);
    },
  );
});

test('only source.ts and the wiring of check and read get the whole Settings', () => {
  const wiring = [
    'src/connection/settings',
    'src/source',
    'src/connection/check',
    'src/wiring/streams-to-read',
  ];
  const found: string[] = [];
  for (const { name, syntax } of files.filter((file) => !wiring.includes(file.name))) {
    visit(syntax, (node) => {
      if (!ts.isTypeReferenceNode(node) || node.typeName.getText(syntax) !== 'Settings') return;
      const isNarrowed =
        ts.isTypeReferenceNode(node.parent) && node.parent.typeName.getText(syntax) === 'Pick';
      if (!isNarrowed) found.push(name);
    });
  }
  expect(found).toEqual([]);
});

test('every stream has one of seven shapes', () => {
  const shapes = files
    .filter(({ name }) => folderOf(name) === 'sync')
    .flatMap(({ syntax }) =>
      [...syntax.text.matchAll(/^export function (\w+Stream)</gm)].map(([, name]) => name),
    );
  expect(shapes.sort()).toEqual([
    'changesStream',
    'dailyAggregateStream',
    'dailyListStream',
    'perSessionStream',
    'periodsStream',
    'rosterStream',
    'snapshotStream',
  ]);
  const streams = files.filter(({ name }) => folderOf(name) === 'streams' && !name.endsWith('/index'));
  // The streams of active users differ in their period alone.
  const shapeless = streams.filter(
    ({ syntax }) =>
      ![...shapes, 'activeUsers'].some((shape) => new RegExp(`= ${shape}[<(]`).test(syntax.text)),
  );
  expect(shapeless.map(({ name }) => name)).toEqual([]);
});

test('no file of src has more than 150 lines', () => {
  const lengths = files.map(({ name, syntax }): [string, number] => [
    name,
    syntax.text.split('\n').length - 1,
  ]);
  expect(lengths.filter(([, length]) => length > 150)).toEqual([]);
  expect(Math.max(...lengths.map(([, length]) => length))).toBeGreaterThan(100);
});

test('no file has a meaningless name', () => {
  const folders = ['src', 'emulator', 'demo', 'report', 'bench', 'test', 'scripts'];
  const names = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }),
  );
  const words = names.flatMap((name) =>
    path
      .basename(name)
      .toLowerCase()
      .split(/[^a-z]+/),
  );
  const banned = ['util', 'utils', 'common', 'helper', 'helpers', 'types', 'manager', 'managers', 'misc'];
  expect(words).toContain('architecture');
  expect(words.filter((word) => banned.includes(word))).toEqual([]);
});

test('no module has mutable state', () => {
  const found = files.flatMap(({ name, syntax }) =>
    syntax.statements
      .filter((statement) => ts.isVariableStatement(statement))
      .filter(({ declarationList }) => (declarationList.flags & ts.NodeFlags.Const) === 0)
      .map((statement) => `${name}: ${statement.getText(syntax)}`),
  );
  expect(found).toEqual([]);
});

test('no module holds a collection that can change', () => {
  const found: string[] = [];
  for (const { name, syntax } of files) {
    for (const statement of syntax.statements.filter((each) => ts.isVariableStatement(each))) {
      for (const { initializer, name: variable } of statement.declarationList.declarations) {
        const isEmpty =
          initializer &&
          ((ts.isNewExpression(initializer) && (initializer.arguments?.length ?? 0) === 0) ||
            (ts.isArrayLiteralExpression(initializer) && initializer.elements.length === 0));
        if (isEmpty) found.push(`${name}: ${variable.getText(syntax)}`);
      }
    }
  }
  expect(found).toEqual([]);
});
