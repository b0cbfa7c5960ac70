import { isMemberAt } from '../../emulator/world/activity';
import { dateOf, dayOf, parseDate, parseInstant, stampOf, startOf } from '../../emulator/world/billing-days';
import { finalUnits, sumOf, visibleUnits } from '../../emulator/world/consumption';
import { countDay } from '../../emulator/world/pull-requests';
import type { PullRequest } from '../../emulator/world/session-pull-requests';
import { sessionsOn } from '../../emulator/world/sessions';
import { makeWorld, type World } from '../../emulator/world/world';

const now = '2026-11-21T09:00:00Z';
const today = dayOf(parseInstant(now));
const day = 86_400;

function worldOf(users = 40, seed = 1): World {
  return makeWorld({ seed, now, users });
}

function described(world: World): string {
  const actors = [...world.people, ...world.serviceUsers];
  const use = actors.map((actor) => finalUnits(actor, today - 10, null));
  const work = actors.map((actor) =>
    sessionsOn(actor, today - 11).map(({ key, pullRequests }) => [key, pullRequests]),
  );
  return JSON.stringify([world.organizations, world.people, world.serviceUsers, use, work]);
}

test('the same seed makes the same world, another seed another one', () => {
  expect(described(worldOf())).toBe(described(worldOf()));
  expect(described(worldOf(40, 2))).not.toBe(described(worldOf()));
});

test('a bigger world starts with the people of the smaller one', () => {
  const people = worldOf(10_000).people;
  expect(people).toHaveLength(10_000);
  expect(JSON.stringify(people.slice(0, 40))).toBe(JSON.stringify(worldOf().people));
  expect(new Set(people.map((person) => person.id)).size).toBe(10_000);
});

test('people are invented: every e-mail is at example.com', () => {
  const emails = worldOf(2_000).people.flatMap(({ email }) => (email === null ? [] : [email]));
  expect(emails.filter((email) => !/^[a-z]+\.[a-z]+\.\d+@example\.com$/.test(email))).toEqual([]);
});

describe('the people of a world of forty', () => {
  const world = worldOf();
  const start = parseInstant(now);
  const members = (days: number): string[] =>
    world.people.filter((person) => isMemberAt(person, start + days * day)).map((person) => person.id);

  test('join, leave and return over time', () => {
    const [before, later] = [members(0), members(5)];
    expect(later.filter((id) => !before.includes(id))).toHaveLength(3);
    expect(before.filter((id) => !later.includes(id))).toHaveLength(1);
    expect(before.filter((id) => !members(1).includes(id))).toHaveLength(1);
  });

  test('include every case that is difficult for a connector', () => {
    const present = world.people.filter((person) => members(0).includes(person.id));
    expect(present.some((person) => person.direct.length > 0 && person.idp.length === 0)).toBe(true);
    expect(present.some((person) => person.direct.length === 0 && person.idp.length > 0)).toBe(true);
    expect(present.some((person) => person.direct.length > 0 && person.idp.length > 0)).toBe(true);
    expect(present.some((person) => person.email === null && person.name !== null)).toBe(true);
    expect(present.some((person) => person.email !== null && person.name === null)).toBe(true);
    expect(present.some((person) => person.intensity === 0)).toBe(true);
    expect(present.some((person) => person.quiet !== null && person.quiet.to >= today)).toBe(true);
  });

  test('use nothing on days when they are not members', () => {
    const past = Array.from({ length: 400 }, (_, index) => today - index);
    const outside = world.people.flatMap((person) =>
      past
        .filter((each) => !isMemberAt(person, startOf(each) + day / 2))
        .map((each) => finalUnits(person, each, null)),
    );
    expect(outside.length).toBeGreaterThan(100);
    expect(outside.filter((units) => units !== null)).toEqual([]);
  });
});

describe('consumption', () => {
  const { people } = worldOf(20);
  const zero = { devin: 0, cascade: 0, terminal: 0, review: 0 };

  test('is higher on weekdays than on weekends', () => {
    const total = (date: string): number =>
      people.reduce((sum, person) => sum + sumOf(finalUnits(person, parseDate(date), null) ?? zero), 0);
    expect(total('2026-11-10') + total('2026-11-11')).toBeGreaterThan(
      3 * (total('2026-11-14') + total('2026-11-15')),
    );
  });

  test('of a day never decreases while it arrives, for any product', () => {
    const products = Object.keys(zero) as (keyof typeof zero)[];
    const fallen: unknown[] = [];
    for (const [index, person] of people.entries()) {
      const past = 3 + index;
      let before = zero;
      for (let age = 0; age < 8 * day; age += 1_801) {
        const at = { now: startOf(today - past) + age, settle: 'late' as const };
        const seen = visibleUnits(person, today - past, null, at) ?? zero;
        if (products.some((product) => seen[product] < before[product])) fallen.push([person.id, age]);
        before = seen;
      }
    }
    expect(fallen).toEqual([]);
  });

  test('of a day is final before the look-back of seven days is over', () => {
    for (const person of people) {
      for (let past = 1; past < 100; past += 1) {
        const read = { now: startOf(today - past + 8), settle: 'late' as const };
        expect(visibleUnits(person, today - past, null, read)).toEqual(
          finalUnits(person, today - past, null),
        );
      }
    }
  });

  test('arrives late: most active days are still incomplete a day later', () => {
    const at = { now: startOf(today + 1) + day, settle: 'late' as const };
    const active = people.filter((person) => finalUnits(person, today, null));
    const missing = active.filter(
      (person) =>
        JSON.stringify(visibleUnits(person, today, null, at)) !==
        JSON.stringify(finalUnits(person, today, null)),
    );
    expect(active.length).toBeGreaterThan(0);
    expect(missing.length).toBeGreaterThan(active.length / 2);
  });
});

describe('pull requests', () => {
  const world = worldOf();
  const everything = { actors: null, orgIds: null };

  test('created are opened, merged and closed, at any time', () => {
    for (const later of [0, 1, 3, 10, 40]) {
      const counts = countDay(world, today - 5, everything, { now: startOf(today + later) });
      expect(counts.created).toBe(counts.open + counts.merged + counts.closed);
      expect(counts.takenOver).toBe(counts.takenOverOpen + counts.takenOverMerged + counts.takenOverClosed);
      expect(counts.created).toBeGreaterThan(0);
    }
  });

  test('merge and close over time, and are not created again', () => {
    const early = countDay(world, today - 1, everything, { now: startOf(today) });
    const late = countDay(world, today - 1, everything, { now: startOf(today + 60) });
    expect(late.created).toBe(early.created);
    expect(late.merged).toBeGreaterThan(early.merged);
    expect(late.open).toBeLessThan(early.open);
  });

  test('are created within their day, never on its first or last second', () => {
    const pulls = (past: number): PullRequest[] =>
      world.people.flatMap((person) =>
        sessionsOn(person, today - past).flatMap(({ pullRequests }) => pullRequests),
      );
    for (let past = 0; past < 60; past += 1) {
      const instants = pulls(past).map(({ createdAt }) => createdAt);
      expect(Math.min(...instants)).toBeGreaterThan(startOf(today - past));
      expect(Math.max(...instants)).toBeLessThan(startOf(today - past + 1) - 1);
    }
  });
});

describe('days', () => {
  test('are named by the UTC date of their start at 08:00Z', () => {
    expect(dateOf(dayOf(parseInstant('2026-11-21T07:59:59Z')))).toBe('2026-11-20');
    expect(dateOf(dayOf(parseInstant('2026-11-21T08:00:00Z')))).toBe('2026-11-21');
  });

  test('are stamped at midnight in Los Angeles, if the switch says so', () => {
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Los_Angeles', timeStyle: 'medium' });
    for (let each = parseDate('2024-01-01'); each < parseDate('2028-01-01'); each += 1) {
      const stamp = stampOf(each, 'pacific');
      expect(hour.format(stamp * 1000)).toBe('00:00:00');
      expect(new Date(stamp * 1000).toISOString().slice(0, 10)).toBe(dateOf(each));
    }
  });
});

test('customize can change all people', () => {
  const world = makeWorld({ seed: 1, now, users: 3, customize: (people) => void people.splice(1) });
  expect(world.people).toHaveLength(1);
});

test('a world of few active people has that number, on about that many days', () => {
  const world = makeWorld({ seed: 1, now, users: 200, activity: { users: 0.05, days: 0.1 } });
  const days = Array.from({ length: 400 }, (_, index) => today - 400 + index);
  const used = world.people.map((person) => days.filter((each) => finalUnits(person, each, null)).length);
  expect(used.filter((count) => count > 0)).toHaveLength(10);
  const members = world.people.slice(0, 10).filter((person) => isMemberAt(person, startOf(today - 400)));
  const share = used.slice(0, 10).reduce((sum, count) => sum + count, 0) / (10 * days.length);
  expect(members.length).toBeGreaterThan(3);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.13);
  expect(world.serviceUsers.filter((user) => days.some((each) => finalUnits(user, each, null)))).toEqual([]);
});
