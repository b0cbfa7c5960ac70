import VError from 'verror';
import type { FailureType } from '../../devin/error-facts';

/**
 * The failures of single slices. Each failed slice stays behind alone, and the stream fails after everything else is
 * read.
 */
export class Failures {
  private readonly errors = new Map<string, Error>();

  /** How many slices have failed. */
  get count(): number {
    return this.errors.size;
  }

  /** The ids of the first failures, as text. */
  get someIds(): string {
    const named = [...this.errors.keys()].slice(0, 3);
    return `${named.join(', ')}${this.count > named.length ? ', …' : ''}`;
  }

  /** Keeps the first failure of a slice, by its id. */
  note(id: string, error: unknown): void {
    if (!this.errors.has(id)) this.errors.set(id, error as Error);
  }

  /** Throws if anything failed. The message has the number of failures, some ids, and the cause with its code. */
  throwIfAny(what: string, asked: number, isOutage: boolean, next = 'continues where they stopped'): void {
    const cause = this.mostUrgent();
    if (cause === undefined) return;
    const rest = isOutage ? '; Devin has stopped answering, so the others were not asked' : '';
    throw new VError(
      cause,
      '%s',
      `${this.count} of ${asked} ${what} could not be read (${this.someIds}); the next sync ${next}${rest}`,
    );
  }

  /** Throws the cause itself if anything failed. */
  throwCause(): void {
    const cause = this.mostUrgent();
    if (cause !== undefined) throw cause;
  }

  /** If causes differ, one that the user can fix comes first, and one that may pass comes last. */
  private mostUrgent(): Error | undefined {
    return [...this.errors.values()].sort((one, other) => urgency(one) - urgency(other))[0];
  }
}

const byUrgency: readonly (FailureType | undefined)[] = [
  'config_error',
  undefined,
  'system_error',
  'transient_error',
];

function urgency(error: Error): number {
  const { failureType } = VError.info(error) as { failureType?: FailureType };
  return byUrgency.indexOf(failureType);
}
