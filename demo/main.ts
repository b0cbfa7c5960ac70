import { mkdirSync, rmSync } from 'node:fs';
import type { Emulator } from '../emulator/emulator';
import { startEmulator } from '../emulator/server';
import { watchForInterruption } from '../report/interruption';
import { makeReport } from '../report/make';
import { say, wrapped } from '../report/text';
import { files, latencyMs, outputFolder, world } from './plan';
import { showNextSteps } from './answers';
import { runDemo } from './steps';

/** Whatever happens, the emulator and the DuckDB file are closed and no process is left. */
async function main(stop: AbortSignal): Promise<void> {
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator({ ...world, limits: { latencyMs } });
    mkdirSync(outputFolder, { recursive: true });
    for (const old of [files.database, `${files.database}.wal`]) rmSync(old, { force: true });
    await runDemo(emulator, stop);
    await makeReport({ file: files.database, out: files.page });
    showNextSteps(files.database, files.page);
  } finally {
    await emulator?.close();
  }
}

const interruption = watchForInterruption();

main(interruption.signal).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  say('');
  say(
    wrapped(
      interruption.signal.aborted ? 'Interrupted; nothing is left running.' : `The demo failed: ${reason}`,
      '',
    ),
  );
  process.exitCode = interruption.exitCode;
});
