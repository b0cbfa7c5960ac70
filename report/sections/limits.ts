import type { Row } from '../database';
import { acus, day, percent, plural } from '../format';
import { date, number, text, type Content, type Section } from '../section';

export const limits: Section = {
  id: 'limits',
  title: 'Who will run out of ACUs?',
  file: 'limits.sql',
  isAboutAcus: true,
  show,
};

function show(rows: readonly Row[]): Content {
  const near = rows.filter((row) => row.is_near === true);
  return {
    summary:
      `${near.length === 0 ? 'Nobody' : plural(near.length, 'person', 'people')} of ${rows.length} with a limit ` +
      `${near.length === 1 ? 'is' : near.length === 0 ? 'is' : 'are'} near it in the cycle to ${day(date(rows[0], 'cycle_last_date'))}: at ` +
      '80 % of the limit, or used up before the end at the rate of the last seven days.',
    actions: near
      .slice(0, 3)
      .map((row) => `Raise the limit of ${text(row, 'person')}, or talk to them: ${outlook(row)}.`),
    list: {
      minor: [2],
      headings: ['who', 'used', 'a day', 'outlook'],
      rows: rows
        .slice(0, 12)
        .map((row) => [
          { text: text(row, 'person'), bar: Math.min(1, number(row, 'share')) },
          `${acus(number(row, 'acus'))} of ${acus(number(row, 'limit_acus'))}, ${percent(number(row, 'share'))}`,
          acus(number(row, 'acus_per_day')),
          outlook(row),
        ]),
    },
  };
}

function outlook(row: Row): string {
  if (number(row, 'acus') >= number(row, 'limit_acus')) return 'the limit is reached';
  if (typeof row.days_to_exhaustion !== 'number') return 'not used in the last seven days';
  if (row.exhausted_on === null) return 'lasts to the end of the cycle';
  return `gone on ${day(date(row, 'exhausted_on'))}, in ${plural(row.days_to_exhaustion, 'day', 'days')}`;
}
