import type { Row } from '../database';
import { acus, day, percent } from '../format';
import { date, number, text, type About, type Content, type Section } from '../section';

export const costlySessions: Section = {
  id: 'costly-sessions',
  title: 'Which sessions cost most, and what came of them?',
  file: 'costly-sessions.sql',
  isWide: true,
  isAboutAcus: true,
  show,
};

const outcomes: Readonly<Record<string, string>> = {
  merged: 'merged',
  open: 'open pull request',
  closed: 'closed without a merge',
  none: 'no pull request',
};

function show(rows: readonly Row[], { money }: About): Content {
  const [first] = rows;
  const share = (part: string, all: string) =>
    number(first, all) > 0 ? number(first, part) / number(first, all) : undefined;
  const now = share('unmerged_acus', 'all_acus') ?? 0;
  const before = share('unmerged_acus_before', 'all_acus_before');
  const fruitless = rows.filter((row) => row.is_settled === true && number(row, 'merged') === 0);
  return {
    summary:
      `Of ${acus(number(first, 'all_acus'))} ACUs${money(number(first, 'all_acus'))} in sessions of the last 28 days, ` +
      `${percent(now)} went into sessions that are over and have no merged pull request` +
      `${before === undefined ? '' : `; it was ${percent(before)} in the 28 days before`}. Not every session should end in ` +
      'one: questions and investigations do not.',
    actions:
      fruitless.length === 0
        ? []
        : [
            `Read ${fruitless.length === 1 ? 'the one' : `the ${fruitless.length}`} of the ten most expensive sessions that ended without a merged pull request, and find out why.`,
          ],
    tile: {
      label: 'ACUs without a merge',
      value: percent(now),
      note:
        before === undefined
          ? 'of sessions, last 28 days'
          : `of sessions, ${percent(before)} in the 28 days before`,
    },
    list: {
      minor: [1, 3],
      headings: ['session', 'created', 'who', 'from', 'ACUs', 'what came of it'],
      rows: rows.map((row) => [
        { text: text(row, 'title') || text(row, 'session_id'), href: text(row, 'url') },
        day(date(row, 'created_on')),
        text(row, 'person') || '–',
        text(row, 'origin') || '–',
        `${acus(number(row, 'acus'))}${money(number(row, 'acus'))}`,
        `${outcomes[text(row, 'outcome')] ?? '–'}${row.is_settled === true ? '' : ', not final'}`,
      ]),
    },
  };
}
