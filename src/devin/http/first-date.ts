import { parseHttpDateMs } from './http-date';
import type { Answer, Send } from './transport';

/** Devin's documents start in this year. An earlier date comes from a clock that was never set. */
const earliestMs = Date.UTC(2023, 0, 1);

/** The same function. It also reports the time of the first answer that has one. */
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

/** A cached answer is older than its `Date`, by the seconds in `Age`. */
function timeOf({ header }: Answer): number | undefined {
  const dateMs = parseHttpDateMs(header('date'));
  const age = header('age')?.trim() ?? '';
  const ageMs = /^\d{1,9}$/.test(age) ? Number(age) * 1000 : 0;
  return dateMs === undefined || dateMs < earliestMs ? undefined : dateMs + ageMs;
}
