import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

/** The connector as it is, but for what is loaded only when it is needed. */
function connectorWithoutPackages(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-'));
  for (const part of ['bin', 'dist/main.js', 'package.json', 'resources']) {
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  }
  return folder;
}

describe('a command loads only the code that it needs, so that it starts fast', () => {
  let folder: string;
  beforeAll(() => (folder = connectorWithoutPackages()));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]): string =>
    execFileSync(path.join(folder, 'bin', 'source-devin'), args, { encoding: 'utf8', stdio: 'pipe' });

  test('spec loads nothing from dist/packages', () => {
    expect(JSON.parse(run('spec'))).toMatchObject({ type: 'SPEC' });
  });

  test.each(['--help', '--version'])('%s loads nothing from dist/packages', (argument) => {
    expect(run(argument)).not.toBe('');
  });

  test('spec-pretty loads them', () => {
    expect(() => run('spec-pretty')).toThrow(/Cannot find module .*packages/);
  });
});
