import type { Desk } from './desk';
import type { Judgement, Question, Verdict } from './question';
import { questions } from './questions/index';

/** A question and what became of it. */
export interface Answer {
  readonly question: Question;
  readonly verdict: Verdict;
  readonly judgement: Judgement;
}

/** Called when a question is begun and when it is settled. */
export type Follow = (running: readonly Question[], settled: number) => void;

/** Questions under way at once. Their requests share one limit. */
const atOnce = 4;

/** Asks every question of the scope. The answers come in the order of the list. */
export async function askAll(desk: Desk, follow: Follow = () => undefined): Promise<Answer[]> {
  const open = questions.filter(({ scopes }) => scopes?.includes(desk.scope.kind) ?? true);
  const answers = new Map<Question, Answer>();
  const running = new Set<Question>();
  const worker = async (waiting: Question[]): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      running.add(next);
      follow([...running], answers.size);
      answers.set(next, await settled(next, desk));
      running.delete(next);
      follow([...running], answers.size);
    }
  };
  const first = open.filter(({ isLast }) => isLast !== true);
  await Promise.all(Array.from({ length: atOnce }, () => worker(first)));
  await worker(open.filter(({ isLast }) => isLast === true));
  return open.flatMap((each) => answers.get(each) ?? []);
}

async function settled(question: Question, desk: Desk): Promise<Answer> {
  const judgement = await question.settle(desk);
  return { question, judgement, verdict: verdictOf(question, judgement) };
}

function verdictOf({ values }: Question, judgement: Judgement): Verdict {
  if ('notAsked' in judgement) return 'not_asked';
  if ('unclear' in judgement) return 'unclear';
  return values[judgement.value]?.[0] ?? 'unclear';
}
