import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');
const results = path.join(root, 'bench', 'results.md');

/** A Python whose environments have nothing but a pip that finds nothing. */
const pythonWithoutIndex = `#!/bin/sh
case "$2" in
  venv) /bin/mkdir -p "$3/bin" && printf '#!/bin/sh\\nexit 1\\n' > "$3/bin/python" && /bin/chmod +x "$3/bin/python" ;;
  *) echo 3.12 ;;
esac
`;

describe('npm run bench -- --only peers', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<{ what: string; programs: Record<string, string>; reason: string }>([
    { what: 'Python', programs: {}, reason: 'no Python 3.12 or 3.11 or 3.10 with the module venv' },
    {
      what: 'its package index',
      programs: { 'python3.12': pythonWithoutIndex },
      reason: 'the Python package index cannot be reached',
    },
  ])('says in one line that it is skipped without $what', ({ programs, reason }) => {
    const before = readFileSync(results, 'utf8');
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(path.join(folder, name), script);
      chmodSync(path.join(folder, name), 0o755);
    }
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [path.join(root, 'dist', 'bench.js'), '--only', 'peers'],
      { encoding: 'utf8', env: { PATH: folder } },
    );
    expect({ stdout, stderr, status }).toEqual({
      stdout: `peers: skipped, ${reason}.\n`,
      stderr: '',
      status: 0,
    });
    expect(readFileSync(results, 'utf8')).toBe(before);
  });
});
