import { dayOf, secondsPerDay } from './billing-days';
import { direct, enterpriseRoles, throughGroup, type Person, type Surroundings } from './people';

type Story = (person: Person, around: Place) => void;

interface Place {
  orgId: string;
  otherOrgId: string;
  /** Unix seconds that many days after the anchor; before it if negative. */
  at(days: number): number;
  today: number;
}

function stays(person: Person, place: Place, ...spans: [from: number, to: number][]): void {
  person.direct = spans.map(([from, to]) => ({
    from: place.at(from),
    to: place.at(to),
    roles: direct(place.orgId),
  }));
  person.idp = [];
}

const long = -10_000;

// The first people of every forty have a story each, so that even a small world holds every case.
const stories: Record<number, Story> = {
  0: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.direct[0]?.roles.unshift(...enterpriseRoles());
  },
  1: (person, place) => {
    person.direct = [];
    person.idp = [{ from: place.at(long), to: Infinity, roles: throughGroup(place.orgId) }];
  },
  2: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.idp = [{ from: place.at(long), to: Infinity, roles: throughGroup(place.orgId, 'platform') }];
  },
  3: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.email = null;
  },
  4: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.name = null;
  },
  5: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.id = `okta|Aurora|zoë 100%/a+b?c#d&e=${person.id.slice(-4)}`;
  },
  6: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.intensity = 0;
  },
  7: (person, place) => {
    person.direct = [];
    person.idp = [{ from: place.at(long), to: Infinity, roles: throughGroup(place.orgId) }];
    Object.assign(person, { intensity: 0, email: null, name: null });
  },
  8: (person, place) => stays(person, place, [long, -20]),
  9: (person, place) => stays(person, place, [long, -3]),
  10: (person, place) => stays(person, place, [long, 2]),
  11: (person, place) => stays(person, place, [long, 1], [4, Infinity]),
  12: (person, place) => stays(person, place, [long, -45], [3, Infinity]),
  13: (person, place) => stays(person, place, [long, -120], [-60, Infinity]),
  14: (person, place) => stays(person, place, [1, Infinity]),
  15: (person, place) => {
    person.direct = [];
    person.idp = [{ from: place.at(2), to: Infinity, roles: throughGroup(place.orgId, 'platform') }];
  },
  16: (person, place) => stays(person, place, [-5, Infinity]),
  17: (person, place) => roleChange(person, place, 1),
  18: (person, place) => roleChange(person, place, -10),
  19: (person, place) => {
    person.idp = [{ from: place.at(long), to: place.at(2), roles: throughGroup(place.orgId) }];
    person.direct = [{ from: place.at(2), to: Infinity, roles: direct(place.orgId) }];
  },
  20: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.quiet = { from: place.today - 170, to: place.today - 20 };
  },
  21: (person, place) => {
    stays(person, place, [long, Infinity]);
    person.quiet = { from: place.today - 100, to: place.today + 30 };
  },
  22: (person, place) => inBoth(person, place, long, Infinity),
  23: (person, place) => inBoth(person, place, long, 2),
  24: (person, place) => inBoth(person, place, 3, Infinity),
};

function roleChange(person: Person, place: Place, days: number): void {
  stays(person, place, [long, days], [days, Infinity]);
  const after = person.direct[1];
  if (after) after.roles = direct(place.orgId, true);
}

// Always in the other organization, in this one only between two days.
function inBoth(person: Person, place: Place, from: number, to: number): void {
  stays(person, place, [from, to]);
  person.direct.push({ from: place.at(long), to: Infinity, roles: direct(place.otherOrgId) });
}

const livesElsewhere = new Set([4, 12, 15, 18]);
const workingStories = new Set([8, 9, 10, 11, 12, 13, 16, 22, 23, 24]);

/** Gives the person number `index` their story, if one is written for that number. */
export function tellStory(index: number, person: Person, around: Surroundings): void {
  const number = index % 40;
  const story = stories[number];
  if (!story) return;
  const home = livesElsewhere.has(number) ? 1 : 0;
  const [orgId, otherOrgId] = [around.organizationIds[home], around.organizationIds[home === 0 ? 1 : 0]];
  if (orgId === undefined || otherOrgId === undefined)
    throw new RangeError('a world needs two organizations');
  const at = (days: number): number => around.anchor + days * secondsPerDay;
  if (workingStories.has(number) || number < 6) person.intensity = Math.max(person.intensity, 0.8);
  if (number < 20) person.quiet = null;
  story(person, { orgId, otherOrgId, at, today: dayOf(around.anchor) });
}
