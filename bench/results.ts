import { cpus, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';
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

/** All sections as a document, with what they were measured on. */
export function asMarkdown(sections: readonly Section[], runs: number): string {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const processors = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  const head = `# Results of the benchmarks

Made by \`npm run bench\` on ${date}: source-devin ${version}, Node.js ${process.versions.node}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, ${memoryGb} GB, ${process.platform}. Median of ${runs} runs, and from where to where they were. Connector and emulator are processes of their own on the same machine.
`;
  return [head, ...sections.map(section)].join('\n');
}

function section({ title, lines }: Section): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rule = row(headings.map(() => '---'));
  return `## ${title}\n\n${row(headings)}${rule}${lines.map((line) => row(cells(line))).join('')}`;
}
