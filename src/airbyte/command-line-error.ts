import type { CommanderError } from 'commander';
import VError from 'verror';

/** The error of commander as a config_error that says what is not understood. */
export function commandLineError(error: CommanderError): VError {
  const problem = error.message
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '');
  // The content of a file, given as its path, may have a key.
  const isContent = /[{}]/.test(problem) || problem.length > 500;
  const typed = isContent ? 'an argument is the content of a file, not its path' : problem;
  const said = error.code === 'commander.help' ? 'no command was given' : typed;
  return new VError(
    { info: { failureType: 'config_error' } },
    '%s',
    `The command line is not understood: ${said}. Try --help.`,
  );
}
