import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { leak } from './leak';
import { Lines } from './lines';
import { violations } from './message-checks';
import { parseLine, type CatalogStream, type Message } from './protocol';
import { Run, type Ended } from './run';

export const executable = path.join(__dirname, '..', '..', 'bin', 'source-devin');

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Must appear nowhere in the output. */
  readonly secret?: string | undefined;
  /** How many files the process may have open at once. */
  readonly openFiles?: number;
  /** A file descriptor to write to, instead of the pipe that is read here. */
  readonly stdout?: number;
  /** The output is text for people. */
  readonly isText?: boolean;
  /** For a `read`: the streams of its catalog. */
  readonly configured?: readonly CatalogStream[];
  /** Called once the process has ended. */
  readonly onEnd?: () => void;
}

/** A running process. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves after that number of matching messages; rejects if the process ends before. */
  waitFor(fits: (message: Message) => boolean, count?: number): Promise<void>;
  /** Goes away, as a reader that has had enough. */
  closeStdout(): void;
  /** Rejects where something that must hold for every run does not hold for this one. */
  readonly finished: Promise<Run>;
}

/** Whatever still runs after this long is killed. */
const longestRunMs = 170_000;

/** Starts the built executable, without our environment and in an unusual time zone. */
export function start(args: readonly string[], options: StartOptions = {}): Running {
  const startedMs = performance.now();
  const [file = executable, ...before] =
    options.openFiles === undefined
      ? []
      : ['/bin/sh', '-c', `ulimit -n ${options.openFiles}; exec "$0" "$@"`, executable];
  const child = spawn(file, [...before, ...args], {
    env: { PATH: process.env.PATH, TZ: 'America/St_Johns', ...options.env },
    stdio: ['ignore', options.stdout ?? 'pipe', 'pipe'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
  });
  const output = new Lines(options.isText ? () => undefined : parseLine);
  let stderr = '';
  let isAbandoned = options.stdout !== undefined;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => output.take(chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject).once('close', (exitCode, signal) => {
      options.onEnd?.();
      output.end();
      const durationMs = performance.now() - startedMs;
      resolve({ exitCode, signal, stdout: output.text, stderr, durationMs });
    });
  });
  return {
    child,
    waitFor: (fits, count = 1) => output.waitFor(fits, count),
    closeStdout: () => {
      isAbandoned = true;
      child.stdout?.destroy();
    },
    finished: ended.then((end) => inspected(end, output, options, isAbandoned)),
  };
}

/** Runs the built executable to its end. */
export function run(args: readonly string[], options: StartOptions = {}): Promise<Run> {
  return start(args, options).finished;
}

function inspected(ended: Ended, output: Lines, options: StartOptions, isAbandoned: boolean): Run {
  const isCutOff = isAbandoned || ended.signal === 'SIGKILL';
  const problems = [...output.problems];
  if (ended.stderr !== '') problems.push(`stderr: ${ended.stderr}`);
  if (output.rest !== '' && !isCutOff) problems.push(`a torn line: ${output.rest}`);
  const leaked = options.secret && leak(ended.stdout + ended.stderr, options.secret);
  if (leaked) problems.push(`the key is in the output, ${leaked}`);
  if (options.configured) {
    const names = options.configured.map(({ name }) => name);
    problems.push(...violations(output.messages, names, { ...ended, isCutOff }));
    problems.push(...recordProblems(output.messages, options.configured));
  }
  if (problems.length > 0) throw new Error([...new Set(problems)].slice(0, 10).join('\n'));
  return new Run(ended, output.lines, output.messages);
}

/** Each record must be as the schema of its stream says, with every field declared. */
function recordProblems(messages: readonly Message[], configured: readonly CatalogStream[]): string[] {
  const validators = new Map(configured.map((stream) => [stream.name, validatorOf(stream)]));
  return messages.flatMap((message) => {
    if (message.type !== 'RECORD') return [];
    const validate = validators.get(message.record.stream);
    if (!validate || validate(message.record.data)) return [];
    return [`${message.record.stream}: ${ajv.errorsText(validate.errors)}`];
  });
}

const ajv = addFormats(new Ajv({ strict: false }));
const known = new WeakMap<object, ValidateFunction>();

function validatorOf({ json_schema: schema }: CatalogStream): ValidateFunction {
  const validate = known.get(schema) ?? ajv.compile({ ...schema, additionalProperties: false });
  known.set(schema, validate);
  return validate;
}
