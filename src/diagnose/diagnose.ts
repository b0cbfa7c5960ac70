import type { TextCommandInput } from '../airbyte/text-command';
import { refuseImpossibleKey } from '../connection/key';
import { parseConfig } from '../connection/settings';
import { examine } from './examine';
import { keepReading } from './readings';
import { asPublicJson } from './report/json';
import { asText } from './report/text';
import { writeResult } from './report/write-result';
import type { Result } from './result';
import type { Surroundings } from './surroundings';

export type DiagnoseOptions = TextCommandInput & Surroundings;

/**
 * The command `diagnose`: settles the open questions about Devin's API, prints the answers, and writes them to the file
 * `json` for a public issue. It only sends GET requests. Throws if the configuration is wrong, or if nothing can be
 * asked.
 */
export async function diagnose(options: DiagnoseOptions): Promise<void> {
  const settings = parseConfig(options.config);
  refuseImpossibleKey(settings);
  const { readings } = options.options;
  const result = await examine(settings, { ...options, readingsFile: readings }).catch((error: unknown) => {
    if (options.signal.aborted) return undefined;
    throw error;
  });
  if (result === undefined) options.print('Stopped before anything was known.');
  else report(result, options);
}

/** Prints the result, and writes the files that were asked for. */
function report(result: Result, { print, columns, options: { json, readings } }: DiagnoseOptions): void {
  print(asText(result, columns));
  const { scope } = result.connection;
  if (readings !== undefined && result.reading) keepReading(readings, scope.id, result.reading);
  if (json === undefined) return;
  writeResult(json, asPublicJson(result));
  print(`\nWritten to ${json}, without anything that identifies you: attach it to an issue.`);
}
