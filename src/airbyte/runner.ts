import type { AirbyteConfig, AirbyteMessage, AirbyteState } from '@faros-ai/airbyte-cdk/lib/protocol';
import type { AirbyteSource } from '@faros-ai/airbyte-cdk/lib/sources/source';
import { AirbyteSourceRunner } from '@faros-ai/airbyte-cdk/lib/sources/source-runner';
import { Command, CommanderError } from 'commander';
import { commandLineError } from './command-line-error';
import { asFailure, prepareForFailure } from './failure';
import { readJsonFile } from './input';
import type { OutputLogger } from './logger';
import { ErrorTrace } from './messages';
import type { Output } from './output';
import { asCommand, type TextCommand } from './text-command';

export interface RunnerOptions {
  readonly name: string;
  readonly version: string;
  /** The properties of the configuration that must not appear in any output. */
  readonly secrets: readonly string[];
  /** Further commands, for people. */
  readonly textCommands?: readonly TextCommand[];
}

/** The Airbyte command line of a source. It parses the arguments, runs the command, and sets the exit code. */
export class SourceRunner<Config extends AirbyteConfig> extends AirbyteSourceRunner<Config> {
  private hasFailed = false;

  constructor(
    private readonly output: Output,
    logger: OutputLogger,
    source: AirbyteSource<Config>,
    private readonly options: RunnerOptions,
  ) {
    super(logger, source);
  }

  /** Runs the command line. Resolves to the exit code after all output is written. Never rejects. */
  async run(argv: readonly string[]): Promise<number> {
    try {
      await this.mainCommand().parseAsync(argv);
    } catch (error) {
      if (!(error instanceof CommanderError && error.exitCode === 0)) this.fail(error);
    }
    await this.output.flush();
    return this.hasFailed ? 1 : 0;
  }

  /** Ends the command with an ERROR trace. */
  fail(error: unknown): void {
    this.hasFailed = true;
    const asInput = error instanceof CommanderError ? commandLineError(error) : error;
    this.output.write(new ErrorTrace(asFailure(asInput), new Date()));
  }

  override mainCommand(): Command {
    const command = new Command()
      .name(this.options.name)
      .description(
        'Airbyte source connector. Writes the results of spec, check, discover and read to stdout.',
      )
      .version(this.options.version, '-V, --version');
    const commands = [
      this.specCommand(),
      this.checkCommand(),
      this.discoverCommand(),
      this.readCommand(),
      ...(this.options.textCommands ?? []).map((each) => this.textCommand(each)),
      this.specPrettyCommand(),
      this.airbyteLocalCLIWizardCommand(),
    ];
    for (const each of commands) command.addCommand(each);
    for (const each of [command, ...commands])
      each.exitOverride().configureOutput({ writeErr: () => undefined });
    return command;
  }

  override specCommand(): Command {
    return new Command('spec')
      .description('Print the specification of the configuration.')
      .action(async () => this.output.write(await this.source.spec()));
  }

  override checkCommand(): Command {
    return new Command('check')
      .description('Check the configuration, and say what to change if it does not work.')
      .requiredOption('--config <file>', 'JSON file with the configuration')
      .action((files: { config: string }) => this.check(files));
  }

  override discoverCommand(): Command {
    return new Command('discover')
      .description('Print the catalog: the streams of the configured scope.')
      .requiredOption('--config <file>', 'JSON file with the configuration')
      .action(async (files: { config: string }) =>
        this.output.write(await this.source.discover(this.config(files.config))),
      );
  }

  override readCommand(): Command {
    return new Command('read')
      .description('Print the records and states of the configured streams.')
      .requiredOption('--config <file>', 'JSON file with the configuration')
      .requiredOption('--catalog <file>', 'JSON file with the configured catalog')
      .option('--state <file>', 'JSON file with the states of an earlier read')
      .action((files: { config: string; catalog: string; state?: string }) => this.read(files));
  }

  private textCommand(command: TextCommand): Command {
    return asCommand(command, async ({ config = '', ...options }) => {
      prepareForFailure();
      const print = (text: string) => this.output.print(text);
      await command.run({ config: this.config(config), options, print });
    });
  }

  private async check(files: { config: string }): Promise<void> {
    prepareForFailure();
    this.output.write(await this.source.check(this.config(files.config)));
  }

  private async read(files: { config: string; catalog: string; state?: string }): Promise<void> {
    prepareForFailure();
    const config = this.config(files.config);
    const catalog = readJsonFile(files.catalog, 'catalog') as Parameters<typeof this.source.read>[2];
    const state = files.state === undefined ? undefined : readJsonFile(files.state, 'state');
    for await (const message of this.source.read(config, config, catalog, state as AirbyteState)) {
      this.write(message);
      await this.output.ready();
    }
  }

  private write(message: AirbyteMessage): void {
    if (message instanceof ErrorTrace) this.hasFailed = true;
    this.output.write(message);
  }

  private config(file: string): Config {
    const config = readJsonFile(file, 'config') as Config;
    for (const property of this.options.secrets) {
      const secret: unknown = (config as Config | null)?.[property];
      if (typeof secret === 'string') this.output.hide(secret.trim());
    }
    return config;
  }
}
