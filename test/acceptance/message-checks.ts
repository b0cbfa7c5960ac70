import type { Message, Status, Trace } from './protocol';

/** How a read ended, as far as its messages must fit. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The reader has gone away, or the process was killed: the messages may end anywhere. */
  readonly isCutOff: boolean;
}

/** What was seen of one stream so far. */
interface Seen {
  statuses: Status[];
  records: number;
  recordsSinceState: number;
  states: number;
  errors: number;
}

/**
 * What is wrong with the messages of a `read`, whatever was read: a sentence for each violation of section 7 of the
 * contract that can be checked from outside.
 */
export function violations(
  messages: readonly Message[],
  configured: readonly string[],
  ending: Ending,
): string[] {
  const streams = new Map(configured.map((name) => [name, newlySeen()]));
  const found: string[] = [];
  let commandErrors = 0;
  for (const message of messages) {
    const name = streamOf(message);
    const seen = name === undefined ? undefined : streams.get(name);
    if (name !== undefined && !seen) found.push(`${message.type} of ${name}, which is not configured`);
    if (seen) found.push(...take(message, seen).map((problem) => `${name ?? ''}: ${problem}`));
    if (!seen && message.type === 'TRACE' && message.trace.type === 'ERROR') commandErrors += 1;
  }
  if (ending.isCutOff) return found;
  for (const [name, seen] of streams) {
    const problems = commandErrors > 0 ? atRest(seen) : atEnd(seen, ending);
    found.push(...problems.map((problem) => `${name}: ${problem}`));
  }
  const errors = [...streams.values()].reduce((sum, seen) => sum + seen.errors, commandErrors);
  if (ending.signal === null && (ending.exitCode === 0) !== (errors === 0)) {
    found.push(`exit code ${ending.exitCode ?? ''} with ${errors} ERROR traces`);
  }
  return found;
}

function newlySeen(): Seen {
  return { statuses: [], records: 0, recordsSinceState: 0, states: 0, errors: 0 };
}

function streamOf(message: Message): string | undefined {
  if (message.type === 'RECORD') return message.record.stream;
  if (message.type === 'STATE') return message.state.stream.stream_descriptor.name;
  if (message.type !== 'TRACE') return undefined;
  const { trace } = message;
  return (trace.type === 'ERROR' ? trace.error : trace.stream_status).stream_descriptor?.name;
}

function take(message: Message, seen: Seen): string[] {
  const isOpen = seen.statuses.length > 0 && !isOver(seen);
  const early = isOpen ? [] : [`${message.type} outside STARTED and the last status`];
  if (message.type === 'RECORD') {
    seen.records += 1;
    seen.recordsSinceState += 1;
    return seen.statuses.includes('RUNNING') ? early : [...early, 'RECORD before RUNNING'];
  }
  if (message.type === 'STATE') {
    const { sourceStats, type } = message.state as { type: string; sourceStats?: { recordCount?: number } };
    const counted = sourceStats?.recordCount;
    const expected = seen.recordsSinceState;
    seen.recordsSinceState = 0;
    seen.states += 1;
    if (type !== 'STREAM') early.push(`STATE of type ${type}`);
    if (counted !== expected) early.push(`STATE counts ${counted ?? 'nothing'} after ${expected} records`);
    return early;
  }
  return message.type === 'TRACE' ? takeTrace(message.trace, seen, early) : [];
}

function takeTrace(trace: Trace, seen: Seen, early: string[]): string[] {
  if (trace.type === 'ERROR') {
    seen.errors += 1;
    return trace.error.failure_type === undefined ? [...early, 'ERROR without failure_type'] : early;
  }
  const { status } = trace.stream_status;
  seen.statuses.push(status);
  const all = seen.statuses.join(' ');
  return /^STARTED( RUNNING)*( COMPLETE| INCOMPLETE)?$/.test(all) ? [] : [`statuses ${all}`];
}

function isOver(seen: Seen): boolean {
  return seen.statuses.includes('COMPLETE') || seen.statuses.includes('INCOMPLETE');
}

/** A command that failed as a whole leaves no stream half read. */
function atRest(seen: Seen): string[] {
  return seen.statuses.length === 0 || isOver(seen) ? [] : [`left with ${seen.statuses.join(' ')}`];
}

function atEnd(seen: Seen, { signal }: Ending): string[] {
  const problems: string[] = [];
  const last = seen.statuses.at(-1);
  if (!isOver(seen)) problems.push(`ended with ${last ?? 'no status'}`);
  if (seen.recordsSinceState > 0) problems.push(`${seen.recordsSinceState} records after the last STATE`);
  if (last === 'COMPLETE' && seen.states === 0) problems.push('COMPLETE without a STATE');
  if (last === 'COMPLETE' && !seen.statuses.includes('RUNNING')) problems.push('COMPLETE without RUNNING');
  if (last === 'COMPLETE' && seen.errors > 0) problems.push('COMPLETE with an ERROR trace');
  // A stream that was stopped from outside has not failed.
  if (last === 'INCOMPLETE' && signal === null && seen.errors !== 1)
    problems.push(`INCOMPLETE with ${seen.errors} ERROR traces`);
  return problems;
}
