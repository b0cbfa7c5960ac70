/** Counts the messages of a read while they come. */
export class MessageCounter {
  records = 0;
  recordBytes = 0;
  stateBytes = 0;
  /** The last state of each stream, as a line. */
  readonly lastStates = new Map<string, string>();
  private rest = '';

  /** Counts the records of one stream, or of all. */
  constructor(private readonly stream = '') {}

  readonly take = (chunk: Buffer): void => {
    const lines = (this.rest + chunk.toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.count(line);
  };

  /** The last states, as the next sync takes them. */
  get states(): object[] {
    return [...this.lastStates.values()].map((line) => JSON.parse(line) as object);
  }

  private get recordStart(): string {
    return `{"type":"RECORD"${this.stream === '' ? '' : `,"record":{"stream":"${this.stream}"`}`;
  }

  private count(line: string): void {
    if (line.startsWith(this.recordStart)) {
      this.records += 1;
      this.recordBytes += line.length;
    } else if (line.startsWith('{"type":"STATE"')) {
      this.stateBytes += line.length;
      const text = Buffer.from(line, 'latin1').toString();
      const { state } = JSON.parse(text) as { state: { stream: { stream_descriptor: { name: string } } } };
      this.lastStates.set(state.stream.stream_descriptor.name, text);
    }
  }
}
