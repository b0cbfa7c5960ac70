import assert from 'node:assert/strict';
import type { ReadContext, Stream } from '../../src/sync/define';
import { throughJson } from './read-context';
import type { Kill } from './story';

export type Row = Record<string, unknown>;

/** A destination that keeps the last row of each primary key, and checks what no later sync could repair. */
export class Destination {
  readonly rows = new Map<string, Row>();
  state: unknown = undefined;

  constructor(
    readonly stream: Stream,
    private readonly checkRow: (row: Row, previous: Row | undefined) => void,
  ) {}

  /** One sync; answers the error with which it ended, if it did. */
  async sync(context: ReadContext, kill: Kill | undefined): Promise<unknown> {
    const { state, rows } = this.stream.open({ ...context, incomingState: this.state });
    let kept: unknown;
    let batches = 0;
    try {
      for await (const batch of rows) {
        if (batches === kill?.stateOf) kept = throughJson(state);
        if (batches === kill?.batches) break;
        this.write(batch as Row[]);
        batches += 1;
      }
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      this.keep(throughJson(state));
      return error;
    }
    this.keep(batches === kill?.batches && kept !== undefined ? kept : throughJson(state));
    return undefined;
  }

  private write(batch: readonly Row[]): void {
    for (const row of batch) {
      const key = JSON.stringify(this.stream.primaryKey.map((field) => row[field]));
      this.checkRow(row, this.rows.get(key));
      this.rows.set(key, row);
    }
  }

  private keep(state: unknown): void {
    requireNotBack(this.state, state);
    this.state = state;
  }
}

/** No date of a state is earlier than the same one of the state before it. */
function requireNotBack(before: unknown, after: unknown): void {
  if (typeof before === 'string' && typeof after === 'string' && /^\d{4}-/.test(before)) {
    assert.ok(after >= before, `${before} became ${after}`);
  }
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return;
  for (const [key, value] of Object.entries(before)) {
    // The date of a departure is another one after a return.
    if (key !== 'left' && key !== 'members') requireNotBack(value, (after as Row)[key]);
  }
}
