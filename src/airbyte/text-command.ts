import { Command } from 'commander';

/** What a command for people gets. */
export interface TextCommandInput {
  /** The parsed JSON of the configuration. */
  readonly config: unknown;
  /** The values of its other options, by name. */
  readonly options: Readonly<Record<string, string | undefined>>;
  /** Prints text. Secrets of the configuration are removed from it. */
  readonly print: (text: string) => void;
}

/** A command for people, beside the commands of the protocol. It prints text. */
export interface TextCommand {
  readonly name: string;
  readonly description: string;
  /** Its options besides `--config`, each with a description. */
  readonly options: readonly (readonly [flags: string, description: string])[];
  /** Shown below the options in its help. */
  readonly more: string;
  readonly run: (input: TextCommandInput) => Promise<void>;
}

/** The command for the command line. `run` gets the values of the options by name, `config` among them. */
export function asCommand(
  { name, description, options, more }: TextCommand,
  run: (values: Readonly<Record<string, string>>) => Promise<void>,
): Command {
  const command = new Command(name)
    .description(description)
    .requiredOption('--config <file>', 'JSON file with the configuration')
    .addHelpText('after', `\n${more}`);
  for (const [flags, about] of options) command.option(flags, about);
  return command.action(run);
}
