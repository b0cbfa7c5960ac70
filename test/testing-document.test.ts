import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..');
// With the lines of each list item joined.
const page = readFileSync(path.join(root, 'docs/testing.md'), 'utf8').replace(/\n +(?=[^ -])/g, ' ');
const [, promises = ''] = /\n## Promises\n([^]*?)\n## /.exec(page) ?? [];

/** Each file that docs/testing.md names, with the tests of it that follow in quotation marks. */
const named = [...page.matchAll(/`(test\/[\w./-]+)`: (“[^”]+”(?:, “[^”]+”)*)/g)].flatMap(
  ([, file = '', names = '']) =>
    [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']): [file: string, name: string] => [file, name]),
);
const files = [...new Set([...page.matchAll(/`(test\/[\w./-]+\.\w+)`/g)].map(([, file = '']) => file))];

test('docs/testing.md names many tests', () => expect(named.length).toBeGreaterThan(220));

test.each(named)('docs/testing.md: %s: “%s” exists', (file, name) => {
  const full = path.join(root, file);
  expect(existsSync(full) ? readFileSync(full, 'utf8').replaceAll("\\'", "'") : `no ${file}`).toContain(name);
});

test.each(files)('docs/testing.md: %s exists', (file) => {
  expect(existsSync(path.join(root, file))).toBe(true);
});

test('each promise of docs/testing.md has a test', () => {
  const withTests = promises.split(/^- /m).slice(1);
  expect(withTests.length).toBeGreaterThan(80);
  expect(withTests.filter((promise) => !/^ +- .*`[^`]+`/m.test(promise))).toEqual([]);
});
