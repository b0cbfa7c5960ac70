import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { packageFolder } from './process-run';

/** What time it is in every benchmark; the last complete day is the one before. */
export const now = '2026-11-21T09:00:00Z';
export const lastDay = '2026-11-20';
/** What time it is at the sync after that. */
export const nextNight = '2026-11-22T09:00:00Z';

export interface RequestCounts {
  readonly total: number;
  readonly byRoute: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
}

export interface EmulatorOptions {
  readonly users: number;
  /** Days of history. */
  readonly days: number;
  readonly latencyMs?: number;
  readonly activeUsers?: number;
  readonly activeDays?: number;
  /** JSON. */
  readonly switches?: string;
}

/** An emulator in a process of its own. */
export class EmulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly key: string,
  ) {}

  static async start(options: EmulatorOptions): Promise<EmulatorProcess> {
    const args = Object.entries(options).flatMap(([name, value]) => [
      `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      String(value),
    ]);
    const program = path.join(packageFolder, 'dist', 'emulator.js');
    const child = spawn(process.execPath, [program, '--now', now, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      url = /^Devin emulator: (\S+)/.exec(line)?.[1] ?? url;
      const key = /^\s+enterprise key\s+(\S+)/.exec(line)?.[1];
      if (key !== undefined) return new EmulatorProcess(child, url, key);
    }
    throw new Error('the emulator did not start');
  }

  async requests(): Promise<RequestCounts> {
    return (await this.admin('requests')) as RequestCounts;
  }

  /** Counts requests from now on. */
  async reset(): Promise<void> {
    await this.admin('reset-requests', {});
  }

  /** From now on this path is answered 403. */
  async forbid(path: string): Promise<void> {
    await this.admin('faults', { add: [{ path, kind: 'status', status: 403 }] });
  }

  async limit(limits: object): Promise<void> {
    await this.admin('limits', limits);
  }

  /** Plans faults, or clears them. */
  async plan(faults: object): Promise<void> {
    await this.admin('faults', faults);
  }

  async setNow(instant: string): Promise<void> {
    await this.admin('now', { now: instant });
  }

  /** The expected records of a stream from one day to another. */
  async truth(stream: string, from: string, to = lastDay): Promise<readonly object[]> {
    return (await this.admin(`truth?stream=${stream}&from=${from}&to=${to}`)) as object[];
  }

  async close(): Promise<void> {
    this.child.kill();
    await once(this.child, 'close');
  }

  private async admin(path: string, body?: object): Promise<unknown> {
    const method = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return (await fetch(`${this.url}/_emulator/${path}`, method)).json();
  }
}

/** Provides an emulator, and ends it afterwards. */
export async function withEmulator<Result>(
  options: EmulatorOptions,
  use: (emulator: EmulatorProcess) => Promise<Result>,
): Promise<Result> {
  const emulator = await EmulatorProcess.start(options);
  try {
    return await use(emulator);
  } finally {
    await emulator.close();
  }
}
