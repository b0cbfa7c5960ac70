import type { Switches } from './switches';
import type { World } from './world';

/** A world as Devin would show it at one instant, under one set of switches. */
export interface View {
  world: World;
  /** Unix seconds. */
  now: number;
  switches: Switches;
  /** Computes once for this instant; `name` must tell every input but the world and the instant. */
  once<Value>(name: string, compute: () => Value): Value;
}

/** The stamps that lists show by now: entries come late, as the switch `lateEntries` says. */
export function shownThrough({ now, switches }: View): number {
  return now - switches.lateEntries;
}

export function makeView(world: World, now: number, switches: Switches): View {
  const known = new Map<string, unknown>();
  return {
    world,
    now,
    switches,
    once<Value>(name: string, compute: () => Value): Value {
      if (!known.has(name)) known.set(name, compute());
      return known.get(name) as Value;
    },
  };
}
