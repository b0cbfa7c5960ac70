import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { diagnose } from '../../src/diagnose/diagnose';

/** A question in the public result. */
export interface AnswerData {
  readonly id: string;
  readonly verdict: string;
  readonly value: string | null;
  readonly why?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface Diagnosis {
  /** What people see. */
  readonly text: string;
  /** The text of the file that `--json` names. */
  readonly json: string;
  readonly data: {
    readonly is_complete: boolean;
    readonly connection: Readonly<Record<string, unknown>>;
    readonly questions: readonly AnswerData[];
  };
  /** The answer to a question. */
  answer(id: string): AnswerData;
}

export interface DiagnosisOptions {
  readonly scope?: 'enterprise' | 'organization';
  readonly config?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Runs the command against an emulator, at the emulator's time. */
export async function diagnosed(emulator: Emulator, given: DiagnosisOptions = {}): Promise<Diagnosis> {
  const { scope = 'enterprise', signal = new AbortController().signal } = given;
  const folder = mkdtempSync(path.join(tmpdir(), 'diagnose-'));
  const file = path.join(folder, 'result.json');
  const printed: string[] = [];
  process.env.SOURCE_DEVIN_NOW = emulator.now;
  try {
    await diagnose({
      config: { scope, api_key: emulator.keys[scope], api_url: emulator.url, ...given.config },
      options: { ...given.options, json: file },
      print: (text) => printed.push(text),
      version: '0.0.0',
      terminal: undefined,
      columns: 100,
      retry: { firstDelayMs: 1, maxDelayMs: 1 },
      signal,
    });
    const json = readFileSync(file, 'utf8');
    return described(printed.join('\n'), json);
  } finally {
    delete process.env.SOURCE_DEVIN_NOW;
    rmSync(folder, { recursive: true });
  }
}

function described(text: string, json: string): Diagnosis {
  const data = JSON.parse(json) as Diagnosis['data'];
  const answer = (id: string): AnswerData => {
    const found = data.questions.find((each) => each.id === id);
    if (found === undefined) throw new Error(`There is no question ${id}`);
    return found;
  };
  return { text, json, data, answer };
}
