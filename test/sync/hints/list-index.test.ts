import type { Query } from '../../../src/devin/http/query';
import { startOfDay, type Day } from '../../../src/sync/days';
import type { ReadContext } from '../../../src/sync/define';
import { ListIndex, feedOf } from '../../../src/sync/hints/list-index';
import { hintsOf } from '../../../src/sync/hints/list-hints';
import { sessionIndex } from '../../../src/streams/sessions';
import { refusal } from '../scripted-devin';
import { syncOf } from '../read-context';

const hour = 3600;

function session(userId: string | null, day: Day, pullRequests = 1, updatedDay: Day | null = day): object {
  return {
    user_id: userId,
    created_at: startOfDay(day) + hour,
    updated_at: updatedDay === null ? null : startOfDay(updatedDay) + 2 * hour,
    pull_requests: Array.from({ length: pullRequests }, () => ({})),
  };
}

/** A list of sessions in pages. A page may be a failure instead. */
function listed(...pages: (readonly unknown[] | Error)[]) {
  const queries: Query[] = [];
  let read = 0;
  const { context, log } = syncOf({
    client: {
      get: () => Promise.reject(new Error('unexpected request')),
      async *pages(_path: string, query: Query = {}) {
        queries.push(query);
        await Promise.resolve();
        for (const page of pages) {
          read += 1;
          if (page instanceof Error) throw page;
          yield [...page];
        }
      },
    },
  });
  return { context, log, queries, pagesRead: () => read };
}

const week = { from: '2026-03-02', to: '2026-03-08' };

async function hintsFor(
  context: ReadContext,
  subjects: readonly string[],
  mostRequests = 100,
): Promise<string[]> {
  const options = {
    list: sessionIndex,
    events: 'pull_requests',
    mostDaysAfter: 3,
    counters: () => new Map(),
  };
  const hints = (await hintsOf(options, context)?.read({ ...week, subjects }, mostRequests)) ?? [];
  return hints.map(({ subject, day, through, events }) => [subject, day, through, events].join(' ')).sort();
}

test('sessions with pull requests are hints for their users, from three days before the window', async () => {
  const { context, queries } = listed(
    [
      session('ada', '2026-03-07', 1, '2026-03-09'),
      session('bela', '2026-03-07'),
      session(null, '2026-03-07'),
    ],
    [session('ada', '2026-03-07', 2), session('ada', '2026-03-05', 0), session('ada', '2026-03-01', 1, null)],
  );
  expect(await hintsFor(context, ['ada', 'chidi'])).toEqual([
    'ada 2026-03-01 2026-03-08 1',
    'ada 2026-03-07 2026-03-09 3',
  ]);
  expect(await hintsFor(context, [''])).toEqual([' 2026-03-01 2026-03-08 1', ' 2026-03-07 2026-03-09 5']);
  // The second stream finds the pages read.
  expect(queries).toEqual([
    { created_after: startOfDay('2026-02-27'), created_before: startOfDay('2026-03-09') },
  ]);
});

test('what is no session says nothing', async () => {
  const odd = [null, 7, 'text', [], {}, { user_id: 'ada' }, { user_id: 'ada', created_at: 'soon' }];
  const far = { user_id: 'ada', created_at: 1e18, pull_requests: [{}] };
  const many = { user_id: 5, created_at: String(startOfDay('2026-03-04')), pull_requests: 'none' };
  const { context } = listed([...odd, far, many, session('ada', '2026-03-04')]);
  expect(await hintsFor(context, ['ada'])).toEqual(['ada 2026-03-04 2026-03-04 1']);
});

describe('reading ends', () => {
  const idle = [session('ada', '2026-03-04', 0)];

  test('after two pages that name nothing', async () => {
    const { context, pagesRead } = listed(idle, idle, idle, idle);
    await hintsFor(context, ['ada']);
    expect(pagesRead()).toBe(2);
  });

  test('after as many pages as the hints can save', async () => {
    const page = [
      session('ada', '2026-03-04'),
      session('bela', '2026-03-05'),
      session('chidi', '2026-03-06'),
    ];
    const { context, pagesRead } = listed(page, page, page, page, page);
    await hintsFor(context, ['ada'], 3);
    expect(pagesRead()).toBe(3);
    await hintsFor(context, ['ada'], 4);
    expect(pagesRead()).toBe(4);
  });

  test('with a page of older sessions, if Devin ignores the bounds', async () => {
    const page = [session('ada', '2026-03-04'), session('bela', '2026-03-05')];
    const { context, pagesRead } = listed(page, [session('ada', '2026-01-04')], page);
    await hintsFor(context, ['ada']);
    expect(pagesRead()).toBe(2);
  });

  test.each(['forbidden', 'not_found', 'server_error', 'malformed'] as const)(
    'with %s: the log says so once, the pages before count, and it is not tried again',
    async (outcome) => {
      const { context, log, queries } = listed([session('ada', '2026-03-04')], refusal(outcome));
      expect(await hintsFor(context, ['ada'])).toEqual(['ada 2026-03-04 2026-03-04 1']);
      const index = await ListIndex.of(sessionIndex, context);
      await index.read({ span: { after: 0, before: 1 }, from: 0, isWorthwhile: () => true }, context);
      expect(queries).toHaveLength(1);
      expect(log).toEqual([
        expect.stringMatching(/^INFO The list of sessions cannot be read, so more requests/),
      ]);
      expect(context.isOutage()).toBe(false);
    },
  );
});

test('lists that cannot be read are no outage of the stream', async () => {
  const { context } = listed(refusal('server_error'));
  for (let day = 1; day <= 25; day += 1) {
    const index = new ListIndex(sessionIndex);
    await index.read({ span: { after: day, before: day + 1 }, from: day, isWorthwhile: () => true }, context);
  }
  expect(context.isOutage()).toBe(false);
});

describe('a stream that reads the same list', () => {
  test('from before the window: nothing is read twice, and hints wait for its end', async () => {
    const { context, queries } = listed();
    const feed = await feedOf(sessionIndex, context, startOfDay('2026-01-01'));
    feed?.add([session('ada', '2026-03-04')]);
    let isDone = false;
    const hints = hintsFor(context, ['ada']).finally(() => (isDone = true));
    await new Promise(setImmediate);
    expect(isDone).toBe(false);
    feed?.add([session('ada', '2026-03-05'), session('ada', '2025-12-05')]);
    feed?.end();
    expect(await hints).toEqual(['ada 2026-03-04 2026-03-04 1', 'ada 2026-03-05 2026-03-05 1']);
    expect(queries).toEqual([]);
  });

  test('from within the window: only the older sessions are read', async () => {
    const { context, queries } = listed([session('ada', '2026-03-03')]);
    const feed = await feedOf(sessionIndex, context, startOfDay('2026-03-06'));
    feed?.add([session('ada', '2026-03-03'), session('ada', '2026-03-07')]);
    feed?.end();
    expect(await hintsFor(context, ['ada'])).toEqual([
      'ada 2026-03-03 2026-03-03 1',
      'ada 2026-03-07 2026-03-07 1',
    ]);
    expect(queries).toEqual([
      { created_after: startOfDay('2026-02-27'), created_before: startOfDay('2026-03-06') },
    ]);
  });

  test('from after the window: hints do not wait for it', async () => {
    const { context } = listed([session('ada', '2026-03-03')]);
    await feedOf(sessionIndex, context, startOfDay('2026-03-20'));
    expect(await hintsFor(context, ['ada'])).toEqual(['ada 2026-03-03 2026-03-03 1']);
  });
});
