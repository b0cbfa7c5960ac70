import type { Options } from './options';
import { usedStreams } from './assets';
import { makeViews } from './models/views';
import { syncFile, type SyncListener } from './sync/sync';
import { plural } from './format';
import { say, wrapped } from './text';

/**
 * Reads what the page uses, or all streams, into the file, and says how it goes. Answers whether everything was read
 * that the key may read.
 */
export async function readStreams(options: Options, config: string, stop: AbortSignal): Promise<boolean> {
  const { file, days, allStreams } = options;
  const only = allStreams ? undefined : usedStreams();
  const { records, seconds, failures } = await syncFile({ config, file, days, only, stop, listener });
  await makeViews(file, options);
  const count = [...records.values()].reduce((sum, each) => sum + each, 0);
  say(`${plural(count, 'record', 'records')} in ${seconds.toFixed(1)} s are in ${file}.`);
  for (const { message } of failures) say(wrapped(`Not read: ${message}`, ''));
  return failures.every(({ message }) => message.startsWith('invalid_permissions'));
}

const listener: SyncListener = {
  command: () => undefined,
  tell: (text) => say(wrapped(text, '')),
  // In a terminal, the connector shows its own progress.
  streamEnd: (stream, status, records) => {
    if (!process.stderr.isTTY)
      say(`${stream}: ${plural(records, 'record', 'records')}${status === 'COMPLETE' ? '' : ', incomplete'}`);
  },
};
