import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dailySessionCategories } from '../src/streams/daily_session_categories';
import { session } from '../src/streams/sessions';
import { syncOf } from './sync/read-context';
import { ScriptedDevin } from './sync/scripted-devin';

/** A session as the fixture recorded it. */
function answered(): Record<string, unknown> {
  const file = path.join(__dirname, 'streams', 'sessions.json');
  const [fixture] = JSON.parse(readFileSync(file, 'utf8')) as {
    exchanges: { answer: { items: object[] } }[];
  }[];
  return { ...fixture?.exchanges.flatMap(({ answer }) => answer.items)[0] };
}

test('a tag may be empty; values that are not text are left out', () => {
  const { context, log } = syncOf();
  expect(session.read({ ...answered(), tags: ['urgent', '', null, 7] }, context).tags).toEqual([
    'urgent',
    '',
  ]);
  expect(new Set(log)).toEqual(new Set(['WARN tags']));
});

test('categories are passed on as Devin sends them, with unknown fields', async () => {
  const subcategories = [
    { subcategory_id: null, display_name: 'Other', sessions_count: 1, acus: 2, new: 'too' },
  ];
  const categories = [{ category: 'bugs', sessions_count: 1, acus: 2, merged_prs: 3, subcategories }];
  const client = new ScriptedDevin(() => ({ categories }));
  const { rows } = dailySessionCategories.open(syncOf({ client, startDate: '2026-11-20' }).context);
  expect((await rows.next()).value).toEqual([{ date: '2026-11-20', categories, is_final: false }]);
});
