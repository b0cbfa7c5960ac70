import type { DevinClient } from '../../src/devin/calls';
import type { Query } from '../../src/devin/http/query';
import type { Outcome } from '../../src/devin/error-facts';
import { DevinError } from '../../src/devin/errors';
import { addDays, startOfDay, type Day } from '../../src/sync/days';
import { scope } from './read-context';

/** Day 0 of an invented enterprise; its other days are counted from it. */
const dayZero: Day = '2026-01-01';
export const dayAt = (index: number): Day => addDays(dayZero, index);
const startOfDayZero = startOfDay(dayZero);
const secondsPerDay = 86_400;

/** A member from the middle of day `from` to the middle of day `to`, who uses Devin on both. */
export interface Stint {
  readonly from: number;
  readonly to: number;
}

export interface Person {
  readonly id: string;
  readonly lists: readonly ('users' | 'idp-users')[];
  readonly stints: readonly Stint[];
}

/** What a sync sees of the enterprise. */
export interface Moment {
  /** The last complete day. */
  readonly lastDay: number;
  /** Whether the day that is running has passed its middle. */
  readonly isLate: boolean;
}

/** What the documents leave open, and how late things become visible. */
export interface Habits {
  /** A day's figures are final after this number of days. */
  readonly settlesWithin: number;
  readonly stampHour: number;
  readonly isUpperBoundInclusive: boolean;
  readonly hasZeroDays: boolean;
}

export interface PullRequests {
  readonly created: number;
  readonly merged: number;
}

/** What goes wrong during one sync. */
export interface Faults {
  /** People by index. */
  readonly people: Readonly<Record<number, Outcome>>;
  readonly list: 'users' | 'idp-users' | undefined;
  /** People that the first reading of the lists leaves out, by index. */
  readonly omitted: number | undefined;
  /** The day whose pull requests cannot be read, counted back from the last complete day. */
  readonly prDaysBack: number | undefined;
}

export const noFaults: Faults = { people: {}, list: undefined, omitted: undefined, prDaysBack: undefined };

/** The truth, as a function of time. */
export class Enterprise {
  constructor(
    readonly people: readonly Person[],
    readonly habits: Habits,
  ) {}

  stintAt(person: Person, { lastDay, isLate }: Moment): Stint | undefined {
    const hasBegun = ({ from }: Stint) => from <= lastDay || (from === lastDay + 1 && isLate);
    const hasEnded = ({ to }: Stint) => to <= lastDay || (to === lastDay + 1 && isLate);
    return person.stints.find((stint) => hasBegun(stint) && !hasEnded(stint));
  }

  /** ACUs of a day, as far as they have arrived; undefined where the day has no row. */
  acus(person: Person, day: number, lastDay = Number.POSITIVE_INFINITY): number | undefined {
    if (!person.stints.some(({ from, to }) => from <= day && day <= to)) return undefined;
    const index = this.people.indexOf(person);
    const total = (index * 7 + day * 3) % 5;
    const missing = this.arrivesAfter(index + day) - (lastDay - day);
    if (missing > 1 || (total === 0 && !this.habits.hasZeroDays)) return undefined;
    return missing > 0 ? total / 2 : total;
  }

  /** Pull requests that people created on a day, and how many of them have merged. */
  pullRequests(people: readonly Person[], day: number, lastDay = Number.POSITIVE_INFINITY): PullRequests {
    const created = people
      .filter(({ stints }) => stints.some(({ from, to }) => from <= day && day <= to))
      .reduce((sum, person) => sum + Math.max(0, ((this.people.indexOf(person) * 3 + day * 5) % 7) - 3), 0);
    return { created, merged: lastDay - day >= this.arrivesAfter(day) ? created : 0 };
  }

  role(person: Person, { lastDay }: Moment): string {
    return `role-${(this.people.indexOf(person) + Math.floor(lastDay / 15)) % 3}`;
  }

  private arrivesAfter(number: number): number {
    return number % (this.habits.settlesWithin + 1);
  }
}

/** The wire during one sync: answers of an enterprise at one moment, with what goes wrong. */
export class InventedDevin implements DevinClient {
  requestCount = 0;
  private readonly readings = { users: 0, 'idp-users': 0 };
  private readonly personByPath: ReadonlyMap<string, Person>;
  private readonly organizationByPath: ReadonlyMap<string, Person>;

  constructor(
    private readonly enterprise: Enterprise,
    private readonly moment: Moment,
    private readonly faults: Faults,
  ) {
    const byPath = (kind: string) =>
      new Map(enterprise.people.map((each) => [scope.path('consumption', 'daily', kind, each.id), each]));
    this.personByPath = byPath('users');
    this.organizationByPath = byPath('organizations');
  }

  async get(path: string, query: Query = {}): Promise<unknown> {
    this.requestCount += 1;
    // Answers overtake one another, in an order that the path decides.
    for (let tick = (path.length * 7 + Number(query.time_after)) % 5; tick > 0; tick -= 1)
      await Promise.resolve();
    const { people } = this.enterprise;
    if (path === scope.path('metrics', 'prs')) return this.pullRequests(query);
    if (path === scope.path('consumption', 'daily')) return this.consumption(people, query);
    const organization = this.organizationByPath.get(path);
    if (organization) return this.organizationConsumption(organization, query);
    const person = this.personByPath.get(path);
    if (person === undefined) throw refusal('not_found');
    const fault = this.faults.people[people.indexOf(person)];
    if (fault !== undefined) throw refusal(this.isListedAtFirst(person) ? fault : 'server_error');
    return this.consumption([person], query);
  }

  async *pages(path: string): AsyncGenerator<unknown[]> {
    this.requestCount += 1;
    if (path === scope.path('organizations')) {
      yield this.enterprise.people.map(({ id }) => ({ org_id: id, name: id }));
      return;
    }
    const list = path === scope.path('members', 'users') ? 'users' : 'idp-users';
    this.readings[list] += 1;
    await Promise.resolve();
    const listed = this.enterprise.people.filter(
      (person) =>
        person.lists.includes(list) &&
        (this.readings[list] === 1 ? this.isListedAtFirst(person) : this.isMember(person)),
    );
    const entries = listed.map((person) => this.entry(person, list));
    yield entries.slice(0, 2);
    if (this.faults.list === list) throw refusal('server_error');
    // What moved to another page while it was read comes twice.
    if (entries.length > 2) yield entries.slice(1);
  }

  /** Whether the first reading of the lists in this sync shows them. */
  isListedAtFirst(person: Person): boolean {
    return this.isMember(person) && this.enterprise.people[this.faults.omitted ?? -1] !== person;
  }

  private isMember(person: Person): boolean {
    return this.enterprise.stintAt(person, this.moment) !== undefined;
  }

  private entry(person: Person, list: string): object {
    const role_id = this.enterprise.role(person, this.moment);
    const assignment = { role: { role_id, role_name: role_id, role_type: 'org' }, org_id: 'org-1' };
    const about = { user_id: person.id, email: emailOf(person), name: null };
    return list === 'users'
      ? { ...about, role_assignments: [assignment] }
      : { ...about, idp_role_assignments: [{ idp_group_name: 'engineering', ...assignment }] };
  }

  /** Each person also has an organization of that id, which is always there and consumes what the person consumes. */
  private organizationConsumption(owner: Person, query: Query): object {
    const fault = this.faults.people[this.enterprise.people.indexOf(owner)];
    if (fault !== undefined) throw refusal(fault);
    return this.consumption([owner], query);
  }

  private consumption(people: readonly Person[], query: Query): object {
    const { stampHour, isUpperBoundInclusive } = this.enterprise.habits;
    const consumption_by_date = [];
    // The day that is running has a row as well.
    for (const day of this.daysWithin(query, stampHour - 8, isUpperBoundInclusive, this.moment.lastDay + 1)) {
      const acus = people
        .map((person) => this.enterprise.acus(person, day, this.moment.lastDay))
        .filter((each) => each !== undefined);
      if (acus.length === 0) continue;
      const date = startOfDayZero + day * secondsPerDay + (stampHour - 8) * 3600;
      consumption_by_date.push({
        date,
        acus: acus.reduce((sum, each) => sum + each, 0),
        acus_by_product: {},
      });
    }
    return { consumption_by_date };
  }

  private pullRequests(query: Query): object {
    const ids = query.user_ids as readonly string[] | undefined;
    const people = this.enterprise.people.filter(({ id }) => ids?.includes(id) ?? true);
    let [created, merged] = [0, 0];
    // The pull requests of a day come after its first instant, so that no bound's being inclusive adds any.
    for (const day of this.daysWithin(query, 0, false, this.moment.lastDay)) {
      if (this.moment.lastDay - day === this.faults.prDaysBack) throw refusal('server_error');
      const counts = this.enterprise.pullRequests(people, day, this.moment.lastDay);
      created += counts.created;
      merged += counts.merged;
    }
    const [prs_created_count, prs_merged_count] = [created, merged];
    return { prs_created_count, prs_merged_count, prs_opened_count: created - merged, prs_closed_count: 0 };
  }

  /** The days with a stamp, that many hours after 08:00Z, within the bounds of a request. */
  private daysWithin(query: Query, hours: number, isUpperBoundInclusive: boolean, last: number): number[] {
    const index = (seconds: unknown) => (Number(seconds) - startOfDayZero - hours * 3600) / secondsPerDay;
    const [after, before] = [index(query.time_after), index(query.time_before)];
    const days: number[] = [];
    for (let day = Math.max(0, Math.ceil(after)); day <= last && day <= before; day += 1) {
      if (day < before || isUpperBoundInclusive) days.push(day);
    }
    return days;
  }
}

export function emailOf({ id }: Person): string {
  return `${id.replace(/\W/g, '.')}@example.com`;
}

function refusal(outcome: Outcome): DevinError {
  return new DevinError({ outcome, answered: outcome });
}
