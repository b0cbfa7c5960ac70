import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { packageFolder } from './process-run';
import type { Line } from './row';

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

const headings = ['what', 'source-devin', 'beside', 'ratio', 'goal', 'met'];

function cells({ what, ours, beside, ratio, goal, isMet }: Line): string[] {
  return [what, ours, beside, ratio, goal, isMet ? 'yes' : 'no'];
}

/** A section as a table for the terminal. */
export function asText({ title, lines }: Section): string {
  const all = [headings, ...lines.map(cells)];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const text = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `\n${title}\n\n${text.map((line) => `  ${line}\n`).join('')}`;
}

/** Puts a section into the document with all results, in place of what was measured before; `titles` are in order. */
export function keep(
  file: string,
  titles: readonly string[],
  section: Section & { readonly runs: number },
): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kept = new Map(
    text.split(/^(?=## )/m).map((part) => [/^## (.*)/.exec(part)?.[1] ?? '', part.trim()]),
  );
  kept.set(section.title, asMarkdown(section, section.runs));
  const sections = titles.flatMap((title) => kept.get(title) ?? []);
  writeFileSync(file, `${[introduction, ...sections].join('\n\n')}\n`);
}

const introduction = `# Results of the benchmarks

Made by \`npm run bench\`, which measures the built connector against the emulator, beside baselines from the same run.
Connector and emulator are processes of their own on one machine. Figures are the median of the runs, and from where to
where they were. [README.md](README.md) says why a goal is missed.`;

function asMarkdown({ title, lines }: Section, runs: number): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rule = row(headings.map(() => '---'));
  const table = `${row(headings)}${rule}${lines.map((line) => row(cells(line))).join('')}`;
  return `## ${title}\n\n${circumstances(runs)}\n\n${table}`.trim();
}

function circumstances(runs: number): string {
  const packageFile = readFileSync(path.join(packageFolder, 'package.json'), 'utf8');
  const { version } = JSON.parse(packageFile) as { version: string };
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const date = new Date().toISOString().slice(0, 10);
  const node = `Node.js ${process.versions.node}`;
  return `${runs} ${runs === 1 ? 'run' : 'runs'} on ${date}: source-devin ${version}, ${node}, ${machine}, ${memory}, ${process.platform}.`;
}
