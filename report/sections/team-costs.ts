import { barChart } from '../bars';
import type { Row } from '../database';
import { changeOf, decimals, month, shortMonth } from '../format';
import { number, text, type About, type Content, type Section } from '../section';

export const teamCosts: Section = {
  id: 'team-costs',
  title: 'What does a merged pull request cost, by team?',
  file: 'team-costs.sql',
  isAboutAcus: true,
  show,
};

function show(rows: readonly Row[], { money }: About): Content {
  const months = [...new Set(rows.map((row) => text(row, 'month')))];
  const whole = months.filter((each) => find(rows, each)?.is_whole_month === true);
  const latest = whole.at(-1) ?? months.at(-1) ?? '';
  const before = months[months.indexOf(latest) - 1];
  const teams = [...new Set(rows.map((row) => text(row, 'team')))].sort(
    (one, other) => acusOf(rows, other) - acusOf(rows, one) || (one < other ? -1 : 1),
  );
  const cost = (team: string, each: string | undefined) => find(rows, each, team)?.acus_per_merged;
  const costText = (value: unknown) => (typeof value === 'number' ? decimals(value, 2) : '–');
  const compared = teams.filter((team) => typeof cost(team, latest) === 'number');
  const total = (each: string | undefined) => totalOf(rows, each);
  const change = changeOf(total(latest), total(before));
  return {
    summary:
      `In ${month(latest)}, a merged pull request took ${costText(total(latest))} ACUs${money(total(latest) ?? 0)}` +
      `${change === '–' ? '' : `, ${change} on ${month(before ?? '')}`}. A person in several teams counts in each. ` +
      'Pull requests count in the month in which they were created, so the current month still gets cheaper.',
    actions: expensive(
      compared,
      (team) => number(find(rows, latest, team), 'acus_per_merged'),
      total(latest),
    ),
    tile: {
      label: 'ACUs for a merged pull request',
      value: costText(total(latest)),
      note: `${month(latest)}${change === '–' ? '' : `, ${change} on the month before`}${money(total(latest) ?? 0)}`,
    },
    figure: (canvas) =>
      barChart(
        canvas,
        `ACUs for a merged pull request in ${month(latest)}, by team`,
        compared.map((team) => {
          const value = number(find(rows, latest, team), 'acus_per_merged');
          return { name: team, value, label: `${decimals(value, 2)}${money(value)}` };
        }),
      ),
    list: {
      minor: months.length > 3 ? [1] : [],
      headings: [
        'team',
        ...months.map((each) => (whole.includes(each) ? shortMonth(each) : `${shortMonth(each)} (part)`)),
        'change',
      ],
      rows: teams.map((team) => [
        team,
        ...months.map((each) => costText(cost(team, each))),
        changeOf(asNumber(cost(team, latest)), asNumber(cost(team, before))),
      ]),
    },
  };
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function find(rows: readonly Row[], month: string | undefined, team?: string): Row | undefined {
  return rows.find((row) => row.month === month && (team === undefined || row.team === team));
}

function acusOf(rows: readonly Row[], team: string): number {
  return rows.filter((row) => row.team === team).reduce((sum, row) => sum + number(row, 'acus'), 0);
}

/** A sum divided by a sum, over all teams. */
function totalOf(rows: readonly Row[], month: string | undefined): number | undefined {
  const own = rows.filter((row) => row.month === month);
  const merged = own.reduce((sum, row) => sum + number(row, 'merged'), 0);
  return merged === 0 ? undefined : own.reduce((sum, row) => sum + number(row, 'acus'), 0) / merged;
}

/** Teams for which a pull request takes at least half as much again as for all. */
function expensive(
  teams: readonly string[],
  cost: (team: string) => number,
  total: number | undefined,
): string[] {
  const named = teams.filter(
    (team) => !team.startsWith('(') && total !== undefined && cost(team) > 1.5 * total,
  );
  if (named.length === 0 || total === undefined) return [];
  const told = named
    .slice(0, 3)
    .map((team) => `${team} (${decimals(cost(team) / total, 1)} times the average)`);
  return [`Ask what makes a merged pull request expensive for ${told.join(', ')}.`];
}
