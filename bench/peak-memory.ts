import { readFileSync } from 'node:fs';

const intervalMs = 5;

/**
 * Watches a process from outside until the returned function is called, which gives the peak of its resident memory in MB.
 * The kernel keeps that peak for each program by itself (`VmHWM`). What a process is told about its own peak, or its parent
 * at its end, also counts the size of the parent, because a child starts as a copy of it.
 */
export function watchPeak(pid: number): () => number {
  let peakKb = 0;
  const look = (): void => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      peakKb = Math.max(peakKb, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended, or this is not Linux.
    }
  };
  const timer = setInterval(look, intervalMs);
  return () => {
    clearInterval(timer);
    if (peakKb === 0) throw new Error('the peak of the memory can only be measured on Linux');
    return peakKb / 1024;
  };
}
