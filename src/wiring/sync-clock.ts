/** The time of a sync. It does not change during the sync. */
export interface SyncTime {
  /** The start. If the two clocks differ by much, the earlier one counts. */
  readonly now: Date;
  /** The start by the earlier clock, even if they differ only a little. */
  readonly completeUntil: Date;
}

type Log = (level: 'WARN', message: string) => void;

/** Two clocks that are set correctly differ by less than this. */
const mostApartMs = 5 * 60_000;

/**
 * Trusts neither our clock nor Devin's alone. What is still in the future by one of them may still change, so the
 * earlier clock decides. A difference of a few minutes only affects the instant up to which Devin's lists count as
 * complete.
 */
export class SyncClock {
  private readonly started: Date;
  private devin: Date | undefined;
  /** How far our clock is ahead. Negative if it is behind. */
  private aheadMs = 0;

  constructor(
    private readonly ourNow: () => Date,
    private readonly log: Log,
  ) {
    this.started = ourNow();
  }

  /** Call it once with Devin's time. */
  readonly onDate = (devinMs: number): void => {
    this.devin = new Date(devinMs);
    this.aheadMs = this.ourNow().getTime() - devinMs;
  };

  /** Call it after Devin has answered. Warns if the clocks differ by much. Without Devin's time, our clock counts. */
  start(): SyncTime {
    const { started, devin = started, aheadMs } = this;
    const earlier = devin < started ? devin : started;
    if (Math.abs(aheadMs) <= mostApartMs) return { now: started, completeUntil: earlier };
    const [direction, used] =
      aheadMs > 0
        ? ['ahead of', "Devin's is used"]
        : ['behind', 'the clock of this machine is used, because it is the earlier one'];
    this.log(
      'WARN',
      `The clock of this machine is ${duration(Math.abs(aheadMs))} ${direction} Devin's: ${used}. ` +
        'Check the clock of this machine.',
    );
    return { now: earlier, completeUntil: earlier };
  }
}

/** In the largest unit with a value of at least two. */
function duration(ms: number): string {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
  ] as const;
  const [unit, unitMs] = units.find(([, each]) => ms >= 2 * each) ?? (['minutes', 60_000] as const);
  return `${Math.round(ms / unitMs)} ${unit}`;
}
