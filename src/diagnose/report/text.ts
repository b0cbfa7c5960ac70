import type { Facts, Judgement, Verdict } from '../question';
import type { Result } from '../result';
import type { Answer } from '../run';
import { connectionLines } from './connection-lines';
import { schemaLines } from './schema-lines';
import { verdicts } from './words';
import { wrapped } from './wrap';

/** The result for people, in lines of at most this width. */
export function asText(result: Result, columns: number): string {
  const order = Object.keys(verdicts) as Verdict[];
  const lines = [
    ...heading('The connection'),
    ...connectionLines(result),
    ...heading('Open questions'),
    ...order.flatMap((verdict) => group(verdict, result.answers)),
    ...heading('Answers and documents'),
    ...schemaLines(result.endpoints),
    ...heading('In short'),
    ...summary(result),
  ];
  return lines.flatMap((line) => wrapped(line, columns)).join('\n');
}

function heading(text: string): string[] {
  return ['', text, '='.repeat(text.length)];
}

function group(verdict: Verdict, answers: readonly Answer[]): string[] {
  const own = answers.filter((answer) => answer.verdict === verdict);
  if (own.length === 0) return [];
  return ['', `${verdicts[verdict]} (${own.length})`, ...own.flatMap(answerLines)];
}

function answerLines({ question, judgement }: Answer): string[] {
  return [
    '',
    `- ${question.question} [${question.id}]`,
    `  Asked: ${question.asks}.`,
    `  Observed: ${observed(judgement, question.values)}.`,
    `  The connector: ${question.connector}`,
  ];
}

function observed(judgement: Judgement, values: Answer['question']['values']): string {
  if ('notAsked' in judgement) return `nothing, because ${judgement.notAsked}`;
  const { facts } = judgement;
  const said = 'unclear' in judgement ? judgement.unclear : (values[judgement.value]?.[1] ?? '');
  return facts === undefined || Object.keys(facts).length === 0 ? said : `${said} (${factsText(facts)})`;
}

function factsText(facts: Facts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `${name.replaceAll('_', ' ')}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
    )
    .join('; ');
}

function summary({ answers, requests, isComplete }: Result): string[] {
  const counts = (Object.keys(verdicts) as Verdict[])
    .map((verdict) => [verdict, answers.filter((answer) => answer.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdicts[verdict].toLowerCase()}`);
  const stopped = isComplete ? '' : ' The command was stopped, so this is what is known so far.';
  return [`${answers.length} questions, ${requests} requests: ${counts.join(', ')}.${stopped}`];
}
