import { secondsPerDay } from '../world/billing-days';
import type { Call } from './endpoint';
import { Refusal } from './refusal';

/** A window of Unix seconds; `inside` knows whether the bounds belong to it. */
export interface Window {
  after: number;
  before: number;
  inside: (seconds: number) => boolean;
}

/** An integer of the query, or null where it is missing; 422 where it is no integer. */
export function integer(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^-?\d{1,15}$/.test(text)) throw new Refusal(422, `${name} must be an integer`, name);
  return Number(text);
}

/** `true` or `false` of the query; 422 for anything else. */
export function flag(query: URLSearchParams, name: string): boolean | null {
  const text = query.get(name);
  if (text === null) return null;
  if (text !== 'true' && text !== 'false') throw new Refusal(422, `${name} must be true or false`, name);
  return text === 'true';
}

/** All values of a repeated key; 422 above the switch `maxIds`. */
export function list(call: Call, name: string): string[] {
  const values = call.query.getAll(name);
  const { maxIds } = call.view.switches;
  if (maxIds !== null && values.length > maxIds) throw new Refusal(422, `at most ${maxIds} values`, name);
  return values;
}

/** The window of a request whose two times are required. */
export function requiredWindow(call: Call): Window {
  for (const name of ['time_after', 'time_before']) {
    if (call.query.get(name) === null) throw new Refusal(422, `${name} is required`, name);
  }
  return optionalWindow(call, call.view.now);
}

/**
 * The window of a request whose times may be left out.
 * Unverified: without times it reaches from `start` to now, as in the older API.
 */
export function optionalWindow(call: Call, start: number): Window {
  const { switches, now } = call.view;
  const after = integer(call.query, 'time_after') ?? start;
  const before = integer(call.query, 'time_before') ?? now;
  if (after >= before && switches.reversedBounds !== 'empty') {
    throw new Refusal(Number(switches.reversedBounds), 'time_after must be before time_before', 'time_after');
  }
  if (before > now && switches.futureBound === '422') {
    throw new Refusal(422, 'time_before lies in the future', 'time_before');
  }
  if (switches.maxSpanDays !== null && before - after > switches.maxSpanDays * secondsPerDay) {
    throw new Refusal(switches.maxSpanStatus, `at most ${switches.maxSpanDays} days`, 'time_before');
  }
  return makeWindow(call, after, before);
}

/** A window between two instants, by the switches about bounds. */
export function makeWindow(call: Call, after: number, before: number): Window {
  const { lowerBound, upperBound } = call.view.switches;
  const lowest = lowerBound === 'inclusive' ? after : after + 1;
  const highest = upperBound === 'inclusive' ? before : before - 1;
  return { after, before, inside: (seconds) => lowest <= seconds && seconds <= highest };
}
