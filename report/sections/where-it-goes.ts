import type { Row } from '../database';
import { acus, changeOf, decimals, month, percent, plural } from '../format';
import { number, text, type About, type Content, type Section } from '../section';

export const whereItGoes: Section = {
  id: 'where-it-goes',
  title: 'Which repositories, playbooks, automations, origins and modes cost most?',
  file: 'where-it-goes.sql',
  isWide: true,
  isAboutAcus: true,
  show,
};

function show(rows: readonly Row[], { money }: About): Content {
  const [first] = rows;
  const perMerged = (row: Row) => (typeof row.acus_per_merged === 'number' ? row.acus_per_merged : undefined);
  const before = (row: Row) =>
    typeof row.acus_per_merged_before === 'number' ? row.acus_per_merged_before : undefined;
  const unmerged = rows.filter((row) => number(row, 'acus') > 0 && number(row, 'merged') === 0);
  return {
    summary:
      `Sessions that were created in ${month(text(first, 'month'))}. The largest repository, ${text(first, 'name')}, ` +
      `takes ${percent(number(first, 'share'))} of the ACUs${money(number(first, 'acus'))}. The change compares ACUs for a ` +
      'merged pull request with the month before. ACUs of a session on several repositories are split evenly.',
    actions: unmerged
      .filter((row) => !text(row, 'name').startsWith('('))
      .slice(0, 2)
      .map(
        (row) =>
          `Look at the ${text(row, 'kind')} ${text(row, 'name')}: ${plural(number(row, 'sessions'), 'session', 'sessions')} ` +
          `with ${acus(number(row, 'acus'))} ACUs, and no merged pull request.`,
      ),
    list: {
      minor: [3, 4],
      headings: ['', '', 'ACUs', 'sessions', 'merged', 'ACUs for a merged one', 'change'],
      rows: rows.map((row, index) => [
        rows[index - 1]?.kind === row.kind ? '' : text(row, 'kind'),
        { text: text(row, 'name'), bar: number(row, 'share') },
        `${acus(number(row, 'acus'))}${money(number(row, 'acus'))}`,
        String(number(row, 'sessions')),
        String(number(row, 'merged')),
        perMerged(row) === undefined ? '–' : decimals(perMerged(row) ?? 0, 2),
        changeOf(perMerged(row), before(row)),
      ]),
    },
  };
}
