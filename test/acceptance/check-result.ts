import type { Run } from './run';

/** The answer is FAILED with that code, in one line, and no failure of the command. */
export function expectFailed(run: Run, code: string, ...says: (string | RegExp)[]): void {
  expect([run.exitCode, run.connectionStatus.status]).toEqual([0, 'FAILED']);
  const message = run.connectionStatus.message ?? '';
  expect(message).toMatch(new RegExp(`^${code}: \\S.*$`));
  for (const said of says) expect(message).toMatch(said);
  expect(run.errors).toEqual([]);
}

/** The answer is SUCCEEDED. */
export function expectSucceeded(run: Run): void {
  expect(run.connectionStatus).toMatchObject({ status: 'SUCCEEDED' });
  expect(run.exitCode).toBe(0);
}
