import { parseHttpDateMs } from './http-date';
import type { Answer, Send } from './transport';

/** Devin's documents begin in this year: a date before it comes from a clock that was never set. */
const earliestMs = Date.UTC(2023, 0, 1);

/** The same, and tells once at what time an answer was given: the first one that says so. */
export function firstDateOf(send: Send, onDate: (devinMs: number) => void = () => undefined): Send {
  let isKnown = false;
  return async (...request) => {
    const answer = await send(...request);
    const devinMs = isKnown ? undefined : timeOf(answer);
    if (devinMs === undefined) return answer;
    isKnown = true;
    onDate(devinMs);
    return answer;
  };
}

/** What was kept on the way, for as many seconds as `Age` says, is older than its `Date`. */
function timeOf({ header }: Answer): number | undefined {
  const dateMs = parseHttpDateMs(header('date'));
  const age = header('age')?.trim() ?? '';
  const ageMs = /^\d{1,9}$/.test(age) ? Number(age) * 1000 : 0;
  return dateMs === undefined || dateMs < earliestMs ? undefined : dateMs + ageMs;
}
