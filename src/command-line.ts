import { AirbyteLog, AirbyteLogLevel } from '@faros-ai/airbyte-cdk/lib/protocol';
import { OutputLogger } from './airbyte/logger';
import { Output } from './airbyte/output';
import { runAsProcess } from './airbyte/process';
import { showProgress } from './airbyte/progress';
import { SourceRunner } from './airbyte/runner';
import { terminalOf } from './airbyte/terminal';
import { findingsTable } from './connection/check-table';
import { DiagnoseCommand } from './diagnose/command';
import { packageFile } from './package-file';
import { DevinSource } from './source';

const { version } = packageFile('package.json') as { version: string };

// If stdout is closed, nobody can read an error message.
const output = new Output(process.stdout, () => process.exit(1));
const logger = new OutputLogger(output);
const terminal = terminalOf(process.stderr);
// If the messages also go to the terminal, they would mix with the progress lines.
const isOwnTerminal = terminal !== undefined && !process.stdout.isTTY;
const source = new DevinSource({
  version,
  log: (level, message) => logger.write(AirbyteLog.make(AirbyteLogLevel[level], message)),
  showProgress: isOwnTerminal ? (progress) => showProgress(terminal, progress) : undefined,
  showFindings: terminal && ((findings) => terminal.write(findingsTable(findings, terminal.columns))),
});
const diagnose = new DiagnoseCommand({
  version,
  terminal,
  columns: Math.min(process.stdout.columns || 100, 120),
});
const runner = new SourceRunner(output, logger, source, {
  name: 'source-devin',
  version,
  secrets: ['api_key'],
  textCommands: [diagnose],
});

runAsProcess(output, {
  run: () => runner.run(process.argv),
  fail: (error) => runner.fail(error),
  stop: () => {
    source.stop();
    diagnose.stop();
  },
});
