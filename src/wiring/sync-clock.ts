/** The time of a sync, fixed once at its start. */
export interface SyncTime {
  /** The start; where the two clocks are far apart, by the one that is behind. */
  readonly now: Date;
  /** The start by whichever clock is behind, however little. */
  readonly completeUntil: Date;
}

type Log = (level: 'WARN', message: string) => void;

/** Clocks that are set at all are closer than this. */
const mostApartMs = 5 * 60_000;

/**
 * Believes neither our clock nor Devin's alone: what has not happened by one of them may still change, so the one that is
 * behind decides. A difference of a few minutes decides nothing but how far Devin's lists are complete.
 */
export class SyncClock {
  private readonly started: Date;
  private devin: Date | undefined;
  /** How far our clock is ahead; negative where it is behind. */
  private aheadMs = 0;

  constructor(
    private readonly ourNow: () => Date,
    private readonly log: Log,
  ) {
    this.started = ourNow();
  }

  /** To be told once what time it is for Devin. */
  readonly onDate = (devinMs: number): void => {
    this.devin = new Date(devinMs);
    this.aheadMs = this.ourNow().getTime() - devinMs;
  };

  /** To be asked once Devin has answered; warns where the clocks are far apart. Without Devin's time, ours is used. */
  start(): SyncTime {
    const { started, devin = started, aheadMs } = this;
    const earlier = devin < started ? devin : started;
    if (Math.abs(aheadMs) <= mostApartMs) return { now: started, completeUntil: earlier };
    const [direction, used] =
      aheadMs > 0
        ? ['ahead of', "Devin's is used"]
        : ['behind', 'the clock of this machine is used, as it is the earlier one'];
    this.log(
      'WARN',
      `The clock of this machine is ${duration(Math.abs(aheadMs))} ${direction} Devin's: ${used}. ` +
        'Check the clock of this machine.',
    );
    return { now: earlier, completeUntil: earlier };
  }
}

/** In the largest unit of which there are at least two. */
function duration(ms: number): string {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
  ] as const;
  const [unit, unitMs] = units.find(([, each]) => ms >= 2 * each) ?? (['minutes', 60_000] as const);
  return `${Math.round(ms / unitMs)} ${unit}`;
}
