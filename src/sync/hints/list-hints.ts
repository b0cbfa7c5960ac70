import type { ReadContext } from '../define';
import { addDays, startOfDay } from '../days';
import type { Block } from '../search/block';
import type { Hint } from '../search/hinted-days';
import type { Hints } from '../search/hinted-search';
import type { Counters } from '../fields/record-reader';
import { Lags } from '../search/lags';
import type { IndexPart } from './index-part';
import type { IndexedList } from './indexed-list';
import { ListIndex, type IndexReading } from './list-index';

/** The list that says where the events of a stream probably are. */
export interface HintOptions<Own> {
  readonly list: IndexedList;
  /** The name of the events in the entries of the list. */
  readonly events: string;
  /** How many days after its entry an event may come, at most. */
  readonly mostDaysAfter: number;
  /** Every counter that is not 0, to prove that nothing else is left. */
  readonly counters: (own: Own) => Counters;
}

type Named = Pick<HintOptions<never>, 'list' | 'events'>;

/** Two pages show whether a list names days. Each further one must have led to so many. */
const [firstPages, daysPerPage] = [2, 2];

/** The hints of a list for all searches of a stream. */
export function hintsOf<Own>(
  options: HintOptions<Own> | undefined,
  context: ReadContext,
): Hints<Own> | undefined {
  if (options === undefined) return undefined;
  return {
    counters: options.counters,
    lags: new Lags(options.mostDaysAfter),
    read: async (block, mostRequests) => {
      const index = await ListIndex.of(options.list, context);
      const parts = await index.read(readingFor(options, block, mostRequests), context);
      return block.subjects.flatMap((subject) => hintsFor(subject, options, parts));
    },
  };
}

function readingFor({ list, events }: Named, { from, to }: Block, mostRequests: number): IndexReading {
  return {
    span: {
      after: startOfDay(addDays(from, -list.mostDaysAfter)),
      before: startOfDay(addDays(to, 1)),
    },
    from: startOfDay(from),
    isWorthwhile: (pages, known) =>
      pages < mostRequests && pages < firstPages + known.daysWith(events) / daysPerPage,
  };
}

function hintsFor(subject: string, { events }: Named, parts: readonly IndexPart[]): Hint[] {
  return parts.flatMap((part) => part.of(events, subject)).map((day) => ({ subject, ...day }));
}
