import { startOf } from './billing-days';

/** A billing cycle in Unix seconds: from 08:00Z of the first of a month until that of the next. */
export interface Cycle {
  after: number;
  before: number;
}

/** The cycle that an instant (Unix seconds) belongs to. */
export function cycleOf(seconds: number): Cycle {
  const date = new Date((seconds - startOf(0)) * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const start = (months: number): number => Date.UTC(year, month + months, 1) / 1000 + startOf(0);
  return { after: start(0), before: start(1) };
}

/** Every cycle that touches the time between two instants, newest first. */
export function cyclesBetween(from: number, to: number): Cycle[] {
  const cycles: Cycle[] = [];
  for (let cycle = cycleOf(to); cycle.before > from; cycle = cycleOf(cycle.after - 1)) cycles.push(cycle);
  return cycles;
}
