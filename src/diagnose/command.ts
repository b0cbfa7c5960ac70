import type { TextCommand, TextCommandInput } from '../airbyte/text-command';
import type { Surroundings } from './surroundings';

/** The command `diagnose` for the command line. Its work is loaded when it runs. */
export class DiagnoseCommand implements TextCommand {
  readonly name = 'diagnose';
  readonly description =
    "Ask Devin's API the questions that its documents leave open, and print the answers as text.";
  readonly options: TextCommand['options'] = [
    [
      '--json <file>',
      'also write the answers as JSON, without anything that identifies you, for a public issue',
    ],
    [
      '--readings <file>',
      'keep the ACUs by day in this private file, and compare them with those of the run before: do so twice, a day ' +
        'apart, to see how many days back consumption still changes',
    ],
  ];
  readonly more =
    'It only reads, sends at most 80 requests, and changes nothing. It exits 0 when the questions were asked,\n' +
    'whatever the answers are. It exits 1 when nothing can be asked: the configuration is wrong, the key is refused, or\n' +
    'Devin cannot be reached.';
  private readonly stopped = new AbortController();

  constructor(private readonly surroundings: Omit<Surroundings, 'signal'>) {}

  readonly run = async (input: TextCommandInput): Promise<void> => {
    const { diagnose } = await import('./diagnose.js');
    await diagnose({ ...input, ...this.surroundings, signal: this.stopped.signal });
  };

  /** Ends the command soon. It prints what is known so far. */
  stop(): void {
    this.stopped.abort();
  }
}
