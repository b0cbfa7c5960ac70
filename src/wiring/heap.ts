import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage before the heap has grown by a third. By default, garbage may become as large as the live
 * data. This costs little time, and saves a third of the memory.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
}
