import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage before the heap has grown by a third: left to itself it lets garbage grow to the size of what
 * lives. That costs little time, and saves a third of the memory.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
}
