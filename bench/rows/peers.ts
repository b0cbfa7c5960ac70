import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { figuresOf, shown } from '../figures';
import { ours, peers as others, type Contestant } from '../peers/contestants';
import { installPeers } from '../peers/environment';
import { play, refusedUser, timed, type Result, type Scenario } from '../peers/scenarios';
import type { Line, Row } from '../row';

/** The results of one contestant: run by run, part by part. */
type Results = readonly (readonly Result[])[];

export const peers: Row = {
  name: 'peers',
  title:
    'Peers: the three core streams by what users would pick instead, 16 workers each, into files of JSON lines',
  isOptional: true,
  measure: async (runs) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-peers-'));
    try {
      const installed = installPeers(folder);
      if ('missing' in installed) return installed;
      const lines: Line[] = [];
      for (const scenario of timed)
        lines.push(...linesOf(scenario, await race(scenario, runs, installed.python), timedLine));
      return [...lines, ...linesOf(refusedUser, await race(refusedUser, 1, installed.python), lossLine)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Runs all contestants in turn: what else happens on the machine meets all of them. */
async function race(scenario: Scenario, runs: number, python: string): Promise<Map<Contestant, Results>> {
  const results = new Map<Contestant, Result[][]>([ours, ...others].map((each) => [each, []]));
  for (let run = 0; run < runs; run += 1)
    for (const [contestant, played] of results) played.push(await play(scenario, contestant, python));
  return results;
}

/** A line for each part of the scenario and each of the others. */
function linesOf(
  { parts }: Scenario,
  results: ReadonlyMap<Contestant, Results>,
  line: (what: string, mine: readonly Result[], name: string, theirs: readonly Result[]) => Line,
): Line[] {
  const of = (contestant: Contestant, part: number): Result[] =>
    (results.get(contestant) ?? []).flatMap((run) => run[part] ?? []);
  return parts.flatMap((what, part) =>
    others.map((other) => line(what, of(ours, part), other.name, of(other, part))),
  );
}

function timedLine(what: string, mine: readonly Result[], name: string, theirs: readonly Result[]): Line {
  const median = (results: readonly Result[]) => figuresOf(results.map(({ seconds }) => seconds)).median;
  const times = median(theirs) / median(mine);
  return {
    what,
    ours: took(mine),
    beside: `${name}: ${took(theirs)}`,
    ratio: `${times.toFixed(2)} ×`,
    goal: 'at least 1 ×, no row lost',
    isMet: times >= 1 && mine.every(({ lost, exitCode }) => lost === 0 && exitCode === 0),
  };
}

function lossLine(what: string, mine: readonly Result[], name: string, theirs: readonly Result[]): Line {
  const most = Math.max(...theirs.map(rowsWritten));
  return {
    what,
    ours: ended(mine),
    beside: `${name}: ${ended(theirs)}`,
    ratio: '–',
    goal: 'no fewer rows',
    isMet: mine.every((result) => rowsWritten(result) >= most),
  };
}

function took(results: readonly Result[]): string {
  const wall = shown(figuresOf(results.map(({ seconds }) => seconds)), 's');
  const cpu = shown(figuresOf(results.map(({ cpuSeconds }) => cpuSeconds)), 's CPU');
  const isWhole = results.every(({ lost, exitCode }) => lost === 0 && exitCode === 0);
  return isWhole ? `${wall}, ${cpu}` : `${wall}, ${cpu}, ${ended(results)}`;
}

function ended(results: readonly Result[]): string {
  const texts = results.map(({ exitCode, owed, lost }) => {
    const written = `${(owed - lost).toLocaleString('en-US')} of ${owed.toLocaleString('en-US')} rows`;
    return `exit ${exitCode}, ${written}`;
  });
  return [...new Set(texts)].join('; ');
}

function rowsWritten({ owed, lost }: Result): number {
  return owed - lost;
}
