import { findingsTable } from '../../connection/check-table';
import type { Result } from '../result';
import { median } from './median';

/** The connection for people. */
export function connectionLines({ apiUrl, connection, wire, requests }: Result): string[] {
  const { scope, principal, message, check, streams } = connection;
  const times = wire.durationsMs.map(Math.round);
  const headers = [...wire.limitHeaders];
  return [
    `Address: ${apiUrl}`,
    `Scope: ${scope.kind}`,
    `Key: ${principal.replaceAll('_', ' ')}`,
    `Requests: ${requests}; round trip ${median(times)} ms, at most ${Math.max(0, ...times)} ms`,
    `Clocks: ${clocks(wire.devinAheadSeconds)}`,
    `Rate limits: ${wire.limited} answers with 429; headers: ${headers.length === 0 ? 'none' : headers.join(', ')}`,
    `Check: ${check === 'ok' ? '' : `${check}: `}${message.split('\n')[0] ?? ''}`,
    '',
    ...findingsTable(streams, Number.POSITIVE_INFINITY).trimEnd().split('\n'),
  ];
}

function clocks(aheadSeconds: number | undefined): string {
  if (aheadSeconds === undefined) return 'Devin sends no Date header';
  const seconds = Math.round(Math.abs(aheadSeconds));
  if (seconds < 2) return 'equal';
  return `Devin's is ${seconds} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} the one of this machine`;
}
