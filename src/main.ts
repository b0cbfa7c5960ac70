import { AirbyteLog, AirbyteLogLevel } from '@faros-ai/airbyte-cdk/lib/protocol';
import { OutputLogger } from './airbyte/logger';
import { Output } from './airbyte/output';
import { runAsProcess } from './airbyte/process';
import { SourceRunner } from './airbyte/runner';
import { packageFile } from './resources';
import { DevinSource } from './source';

const { version } = packageFile('package.json') as { version: string };

// A closed stdout has no reader to tell anything to.
const output = new Output(process.stdout, () => process.exit(1));
const logger = new OutputLogger(output);
const source = new DevinSource({
  version,
  log: (level, message) => logger.write(AirbyteLog.make(AirbyteLogLevel[level], message)),
});
const runner = new SourceRunner(output, logger, source, {
  name: 'source-devin',
  version,
  secrets: ['api_key'],
});

runAsProcess(output, {
  run: () => runner.run(process.argv),
  fail: (error) => runner.fail(error),
  stop: () => source.stop(),
});
