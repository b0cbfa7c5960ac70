import type { Row } from '../database';
import { changeOf, day, longDay, percent, plural, whole } from '../format';
import { date, number, text, type Content, type Section } from '../section';

export const seats: Section = {
  id: 'seats',
  title: 'Who has a seat and does not use it?',
  file: 'seats.sql',
  show,
};

/** How many people are listed by name. */
const most = 12;

function show(rows: readonly Row[]): Content {
  const [first] = rows;
  const [members, never, idle] = [
    number(first, 'members'),
    number(first, 'never_used'),
    number(first, 'idle'),
  ];
  const [active, before] = [number(first, 'active'), first?.active_before];
  const unused = rows.filter((row) => row.status !== 'active');
  const change = changeOf(active, typeof before === 'number' ? before : undefined);
  return {
    summary:
      `Of ${plural(members, 'member', 'members')}, ${whole(never)} never used Devin since ${longDay(date(first, 'known_since'))}, ` +
      `and ${whole(idle)} did not in the last 28 days. ${plural(active, 'person', 'people')} did` +
      `${change === '–' ? '' : `, ${change} on the 28 days before`}. Use means ACUs or pull requests; searches do not count.`,
    actions:
      never === 0
        ? []
        : [
            `Invite or remove ${plural(never, 'person who has', 'people who have')} a seat and never used it (${percent(never / members)} of all seats).`,
          ],
    tile: {
      label: 'Seats never used',
      value: whole(never),
      note: `of ${whole(members)} members, ${whole(idle)} more idle for 28 days`,
    },
    list: {
      headings: ['who', 'last active'],
      rows: [
        ...unused
          .slice(0, most)
          .map((row) => [
            text(row, 'person'),
            row.last_active_on === null ? 'never' : day(date(row, 'last_active_on')),
          ]),
        ...(never + idle > most ? [[`and ${whole(never + idle - most)} more`, '']] : []),
      ],
    },
  };
}
