import type { Judgement } from '../question';
import type { Result } from '../result';
import type { Answer } from '../run';
import { median } from './median';

const about =
  'The result of `source-devin diagnose`, fit for a public issue. It has no key, no host name but whether it is ' +
  'api.devin.ai, and no ids, names, e-mails, titles, texts or amounts: only counts, shapes, booleans and ratios.';

/** The result as data that gives nothing away. */
export function asPublicJson(result: Result): string {
  const { version, apiUrl, isComplete, connection, wire, requests, answers, endpoints } = result;
  const data = {
    about,
    format: 1,
    connector_version: version,
    is_complete: isComplete,
    connection: {
      is_api_devin_ai: apiUrl === 'https://api.devin.ai',
      scope: connection.scope.kind,
      key: connection.principal,
      check: connection.check,
      requests,
      median_round_trip_ms: median(wire.durationsMs.map(Math.round)),
      devin_clock_ahead_seconds:
        wire.devinAheadSeconds === undefined ? null : Math.round(wire.devinAheadSeconds),
      rate_limit_headers: [...wire.limitHeaders],
      answers_with_429: wire.limited,
      streams: Object.fromEntries(connection.streams.map(({ name, answer }) => [name, answer])),
    },
    questions: answers.map(asData),
    endpoints,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

function asData({ question, verdict, judgement }: Answer) {
  return { id: question.id, verdict, ...observed(judgement) };
}

function observed(judgement: Judgement) {
  if ('notAsked' in judgement) return { value: null, why: judgement.notAsked };
  const { facts = {} } = judgement;
  return 'unclear' in judgement
    ? { value: null, why: judgement.unclear, facts }
    : { value: judgement.value, facts };
}
