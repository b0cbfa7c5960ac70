import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..');

/** Each file that a table of docs/testing.md names, with the tests of it that follow in quotation marks. */
const named = [
  ...readFileSync(path.join(root, 'docs/testing.md'), 'utf8').matchAll(
    /`(test\/[\w./-]+)`: (“[^”]+”(?:, “[^”]+”)*)/g,
  ),
].flatMap(([, file = '', names = '']) =>
  [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']): [file: string, name: string] => [file, name]),
);

test('docs/testing.md names many', () => expect(named.length).toBeGreaterThan(40));

test.each(named)('docs/testing.md: %s: “%s” is there', (file, name) => {
  const full = path.join(root, file);
  expect(existsSync(full) ? readFileSync(full, 'utf8').replaceAll("\\'", "'") : `no ${file}`).toContain(name);
});
