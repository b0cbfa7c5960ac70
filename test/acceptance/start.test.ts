import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

/** The connector, with only these files of what is built. */
function connectorWith(...built: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-'));
  for (const part of ['bin', 'package.json', 'resources', ...built.map((file) => path.join('dist', file))]) {
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  }
  return folder;
}

describe('a command loads only the code that it needs, so that it starts fast', () => {
  let folder: string;
  beforeAll(() => (folder = connectorWith('main.js', 'command-line.js')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]): string => runIn(folder, args);
  const runIn = (place: string, args: readonly string[]): string =>
    execFileSync(path.join(place, 'bin', 'source-devin'), args, { encoding: 'utf8', stdio: 'pipe' });

  test('spec loads nothing but dist/main.js', () => {
    const alone = connectorWith('main.js');
    expect(JSON.parse(runIn(alone, ['spec']))).toMatchObject({ type: 'SPEC' });
    expect(() => runIn(alone, ['--version'])).toThrow(/Cannot find module .*command-line/);
    rmSync(alone, { recursive: true, force: true });
  });

  test('a spec that cannot be read is reported as every failure is', () => {
    const broken = connectorWith('main.js', 'command-line.js', 'packages');
    writeFileSync(path.join(broken, 'resources', 'spec.json'), '{');
    const { status, stdout, stderr } = spawnSync(path.join(broken, 'bin', 'source-devin'), ['spec'], {
      encoding: 'utf8',
    });
    rmSync(broken, { recursive: true, force: true });
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'TRACE', trace: { type: 'ERROR' } });
  });

  test.each(['--help', '--version'])('%s loads nothing from dist/packages', (argument) => {
    expect(run(argument)).not.toBe('');
  });

  test('spec-pretty loads them', () => {
    const { status, stdout } = spawnSync(path.join(folder, 'bin', 'source-devin'), ['spec-pretty']);
    expect([status, String(stdout)]).toEqual([1, expect.stringMatching(/Cannot find module .*packages/)]);
  });
});
