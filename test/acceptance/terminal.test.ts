import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { executable } from './executable';
import { configOf, discover, temporaryFiles, withEmulator } from './harness';

const version = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout as string | null;
const hasScript = version?.includes('util-linux') ?? false;
if (!hasScript) process.stderr.write('Skipped: the tests in a terminal need "script" of util-linux.\n');

interface Shown {
  readonly code: number | null;
  /** What the terminal was sent, carriage returns taken out. */
  readonly text: string;
  /** The lines of stdout, where it is a file. */
  readonly messages: readonly { readonly type: string }[];
}

/** Runs the built executable in a terminal of 100 columns; stdout is a file, unless it is to be the terminal too. */
async function inTerminal(emulator: Emulator, command: string, isAllTerminal = false): Promise<Shown> {
  const streams = await discover('enterprise');
  const catalog = { streams: streams.map((stream) => ({ stream, sync_mode: 'incremental' })) };
  const config = configOf(emulator, 'enterprise', { start_date: '2026-11-17' });
  const files = temporaryFiles({ config, catalog });
  const folder = path.dirname(files.config ?? '');
  const stdout = path.join(folder, 'stdout');
  const args =
    command === 'read' ? ['--config', files.config, '--catalog', files.catalog] : ['--config', files.config];
  const line = [executable, command, ...args].join(' ') + (isAllTerminal ? '' : ` > ${stdout}`);
  try {
    const child = spawn('script', ['-qec', `stty cols 100 rows 30; ${line}`, '/dev/null'], {
      env: { PATH: process.env.PATH, TERM: 'xterm', SHELL: '/bin/sh', SOURCE_DEVIN_NOW: emulator.now },
      stdio: ['pipe', 'pipe', 'inherit'],
      // When something goes wrong, script ends its whole process group.
      detached: true,
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    const written = isAllTerminal ? '' : readFileSync(stdout, 'utf8');
    expect(text + written).not.toContain(emulator.keys.enterprise);
    const messages = written.split('\n').filter(Boolean);
    return {
      code,
      text: text.replaceAll('\r', ''),
      messages: messages.map((each) => JSON.parse(each) as Shown['messages'][number]),
    };
  } finally {
    files.remove();
  }
}

(hasScript ? describe : describe.skip)('in a terminal', () => {
  test('read shows a line for each stream, and stdout is unchanged', async () => {
    await withEmulator({}, async (emulator) => {
      emulator.limits.latencyMs = 20;
      const { code, text, messages } = await inTerminal(emulator, 'read');
      expect(code).toBe(0);
      const frames = text.replaceAll('\x1b[K', '').split('\x1b[J');
      expect(frames.length).toBeGreaterThan(2);
      const last = frames.at(-2)?.split('\n') ?? [];
      const records = messages.filter(({ type }) => type === 'RECORD').length;
      const streams = await discover('enterprise');
      for (const { name } of streams) {
        expect(
          last.filter((line) => new RegExp(`(^|A)${name} +[\\d,]+ rows +done$`).test(line)),
        ).toHaveLength(1);
      }
      const requests = emulator.requestCounts().total.toLocaleString('en-US');
      const summary = `${streams.length} of ${streams.length} streams ended · ${requests} requests · ${records.toLocaleString('en-US')} rows`;
      expect(last.at(-2)).toContain(summary);
    });
  });

  test('read draws nothing where the messages also go to the terminal', async () => {
    await withEmulator({}, async (emulator) => {
      const { code, text } = await inTerminal(emulator, 'read', true);
      expect(code).toBe(0);
      const lines = text.split('\n').filter(Boolean);
      expect(lines.length).toBeGreaterThan(100);
      expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
    });
  });

  test.each([
    ['that succeeds', [], 'SUCCEEDED', 'yes '],
    ['that fails', ['/v3/enterprise/members/users'], 'FAILED', 'no: forbidden '],
  ])('check shows a table with an answer %s', async (_, forbidden, status, readable) => {
    await withEmulator({}, async (emulator) => {
      for (const each of forbidden) emulator.faults.add({ path: each, kind: 'status', status: 403 });
      const { code, text, messages } = await inTerminal(emulator, 'check');
      expect(code).toBe(0);
      expect(messages).toContainEqual(
        expect.objectContaining({ connectionStatus: expect.objectContaining({ status }) as object }),
      );
      expect(text).toMatch(/^Stream +Readable +Permission \(older name\)$/m);
      expect(text).toMatch(
        new RegExp(`^members +${readable} *ViewAccountMembership \\(ManageAccountMembership\\)$`, 'm'),
      );
      expect(text).toMatch(/^daily_pr_metrics +yes +ViewAccountMetrics$/m);
    });
  });

  test('diagnose shows what it asks, and then only the result', async () => {
    await withEmulator({}, async (emulator) => {
      emulator.limits.latencyMs = 20;
      const { code, text } = await inTerminal(emulator, 'diagnose', true);
      expect(code).toBe(0);
      expect(text).toContain('Asking: ');
      const result = text.slice(text.lastIndexOf('\x1b[J'));
      expect(result).toContain('The connection\n==============');
      expect(result).not.toContain('Asking: ');
    });
  });
});
