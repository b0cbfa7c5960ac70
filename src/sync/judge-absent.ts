import VError from 'verror';
import { readConsumption, type ListOptions, type ListSubjects } from './consumption';
import { maxWindowDays } from './daily';
import { earlier, windowsNewestFirst } from './days';
import type { ReadContext } from './define';
import type { Turn } from './subjects-state';

/**
 * Says how many subjects Devin answered with 404. Where that is every one of them the total decides: zero means that
 * there is nothing to read, anything else that the rows are kept from this key, and throws.
 */
export async function judgeAbsent(
  { path: pathOf, by }: ListOptions<object> & { readonly by: ListSubjects<object> },
  context: ReadContext,
  turns: readonly Turn[],
  absent: readonly Turn[],
): Promise<void> {
  const asked = turns.filter((turn) => !turn.hasLeft);
  if (absent.length === 0) return;
  const who = `${absent.length} of ${asked.length} ${by.name}`;
  context.log('WARN', `Devin answered 404 for ${who}: no rows for them, and they are asked again next time.`);
  if (absent.length < asked.length) return;
  const path = pathOf(context.scope);
  const from = absent.map((turn) => turn.from).reduce(earlier);
  for (const window of windowsNewestFirst(from, context.lastDay, maxWindowDays)) {
    const days = await readConsumption(context.client, path, window);
    const acus = days.reduce((sum, day) => sum + day.acus, 0);
    if (acus !== 0) throw withheld(who, acus, path);
  }
}

function withheld(who: string, acus: number, path: string): VError {
  return new VError(
    { info: { code: 'invalid_permissions', failureType: 'config_error', outcome: 'not_found' } },
    '%s',
    `Devin answered 404 for ${who}, although ${path} shows ${acus} ACUs in the same days`,
  );
}
