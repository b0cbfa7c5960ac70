import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Emulator } from '../emulator/emulator';
import { startEmulator } from '../emulator/server';
import { makeReport } from '../report/make';
import { latencyMs, outputFolder, world } from './plan';
import { showNextSteps } from './report';
import { runDemo } from './steps';
import { say, wrapped } from './text';
import { Warehouse } from './warehouse';

/** Whatever happens, the emulator and the DuckDB file are closed and no process is left. */
async function main(stop: AbortSignal): Promise<void> {
  let emulator: Emulator | undefined;
  let warehouse: Warehouse | undefined;
  try {
    emulator = await startEmulator({ ...world, limits: { latencyMs } });
    mkdirSync(outputFolder, { recursive: true });
    const file = path.join(outputFolder, 'devin.duckdb');
    warehouse = await Warehouse.create(file);
    await runDemo(emulator, warehouse, stop);
    warehouse.close();
    warehouse = undefined;
    const out = path.join(outputFolder, 'report.html');
    await makeReport({ file, out });
    showNextSteps(file, out);
  } finally {
    warehouse?.close();
    await emulator?.close();
  }
}

const stopped = new AbortController();
let exitCode = 1;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    exitCode = code;
    stopped.abort();
  });
}

main(stopped.signal).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  say('');
  say(
    wrapped(
      stopped.signal.aborted ? 'Interrupted; nothing is left running.' : `The demo failed: ${reason}`,
      '',
    ),
  );
  process.exitCode = exitCode;
});
