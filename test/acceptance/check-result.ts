import type { Run } from './run';

/** The answer is FAILED with that code, in lines that are no paragraphs, and no failure of the command. */
export function expectFailed(run: Run, code: string, ...says: (string | RegExp)[]): void {
  expect([run.exitCode, run.connectionStatus.status]).toEqual([0, 'FAILED']);
  const message = run.connectionStatus.message ?? '';
  expect(message).toMatch(new RegExp(`^${code}: \\S`));
  for (const line of message.split('\n')) expect(line).toMatch(/^\S(.*\S)?$/);
  for (const said of says) expect(message).toMatch(said);
  expect(run.errors).toEqual([]);
}

/** The answer is SUCCEEDED. */
export function expectSucceeded(run: Run): void {
  expect(run.connectionStatus).toMatchObject({ status: 'SUCCEEDED' });
  expect(run.exitCode).toBe(0);
}
