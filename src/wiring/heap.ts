import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** New objects get this much room. More saves hardly any time. */
const mostNewSpaceBytes = 8 * 2 ** 20;
const intervalMs = 20;

/**
 * Makes V8 collect garbage before the heap has grown by a third. By default, garbage may become as large as the live
 * data. Also ends the growth of the space for new objects, which takes up to 128 MB with Node 24. This costs little time,
 * and saves a third to a half of the memory.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
  // It must not keep a process running.
  const timer = setInterval(() => {
    if (newSpaceBytes() < mostNewSpaceBytes) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(timer);
  }, intervalMs).unref();
}

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
