import { LiveLines, type Terminal } from '../airbyte/terminal';
import type { Asker } from './asker';
import type { Follow } from './run';

/** Shows in a terminal what is asked. Without one, it does nothing. */
export function showAsking(
  terminal: Terminal | undefined,
  asker: Pick<Asker, 'requestCount'>,
): { readonly follow: Follow; readonly hide: () => void } {
  if (terminal === undefined) return { follow: () => undefined, hide: () => undefined };
  const lines = new LiveLines(terminal);
  lines.draw(['Checking the connection …']);
  return {
    follow: (running, settled) =>
      lines.draw([
        `${settled} questions settled, ${asker.requestCount} requests sent`,
        ...running.map(({ question }) => `Asking: ${question}`),
      ]),
    hide: () => lines.draw([]),
  };
}
