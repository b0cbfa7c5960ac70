import { shouldWriteLog } from '@faros-ai/airbyte-cdk/lib/logger';
import { isAirbyteLog, type AirbyteMessage } from '@faros-ai/airbyte-cdk/lib/protocol';
import { AirbyteSourceLogger } from '@faros-ai/airbyte-cdk/lib/sources/source-logger';
import type { Output } from './output';

/** The CDK's logger on our output. It writes only LOG messages, by the level in LOG_LEVEL (INFO by default). */
export class OutputLogger extends AirbyteSourceLogger {
  constructor(private readonly output: Output) {
    super();
  }

  override write(message: AirbyteMessage): void {
    if (isAirbyteLog(message) && !shouldWriteLog(message, this.level)) return;
    this.output.write(message);
  }
}
