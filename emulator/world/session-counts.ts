import { acusOf, categoryOf, hasMerged, hasSearch, originOf, playbookOf, sizeOf } from './session-details';
import type { Session } from './sessions';

const namedOrigins = [
  'api',
  'automation',
  'code_scan',
  'desktop',
  'jira',
  'linear',
  'slack',
  'teams',
  'webapp',
];
const sizes = ['xs', 's', 'm', 'l', 'xl'];

/** Session metrics by Devin's names, as of `now`. */
export function countSessions(sessions: readonly Session[], now: number): Record<string, unknown> {
  const merged = sessions.filter((session) => hasMerged(session, now));
  const acus = sumAcus(sessions, now);
  return {
    sessions_created_count: sessions.length,
    sessions_created_by_origin: tally(namedOrigins, sessions.map(originOf)),
    sessions_created_by_size: tally(sizes, sessions.map(sizeOf)),
    sessions_created_with_playbook_count: sessions.filter((session) => playbookOf(session) !== null).length,
    sessions_created_with_search_count: sessions.filter(hasSearch).length,
    sessions_with_merged_prs_count: merged.length,
    sessions_with_merged_prs_by_size: tally(sizes, merged.map(sizeOf)),
    avg_acus_per_session: sessions.length === 0 ? 0 : Math.round((acus / sessions.length) * 10_000) / 10_000,
  };
}

/** The same metrics, with maps by size that lack the sizes that are 0. */
export function withoutZeroSizes(counts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [name, name.endsWith('_by_size') ? nonZero(value) : value]),
  );
}

function nonZero(sizes: unknown): object {
  return Object.fromEntries(Object.entries(sizes as object).filter(([, count]) => count !== 0));
}

function tally(names: readonly string[], values: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, values.filter((value) => value === name).length]));
}

function sumAcus(sessions: readonly Session[], now: number): number {
  const units = sessions.reduce((sum, session) => sum + Math.round(acusOf(session, now) * 10_000), 0);
  return units / 10_000;
}

/** Sessions and ACUs by category and subcategory, by Devin's names, as of `now`. */
export function countCategories(sessions: readonly Session[], now: number): Record<string, unknown>[] {
  return [...groupBy(sessions, (session) => categoryOf(session).category)].map(([category, group]) => ({
    category,
    sessions_count: group.length,
    acus: sumAcus(group, now),
    subcategories: [...groupBy(group, (session) => categoryOf(session).subcategory)].map(
      ([subcategory, part]) => ({
        subcategory_id: subcategory,
        display_name: (subcategory ?? 'other').replaceAll('_', ' '),
        sessions_count: part.length,
        acus: sumAcus(part, now),
      }),
    ),
  }));
}

function groupBy<Item, Name>(items: readonly Item[], nameOf: (item: Item) => Name): Map<Name, Item[]> {
  const groups = new Map<Name, Item[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}
