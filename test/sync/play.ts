import assert from 'node:assert/strict';
import VError from 'verror';
import { lastCompleteDay, startOfDay } from '../../src/sync/days';
import type { Stream } from '../../src/sync/define';
import { lastKnownIds } from '../../src/sync/state/roster-state';
import type { ByState } from '../../src/sync/state/aggregate-by-state';
import type { SubjectsState } from '../../src/sync/state/subjects-state';
import { streams } from '../../src/streams';
import { SyncClock, type SyncTime } from '../../src/wiring/sync-clock';
import { Destination, type Row } from './destination';
import {
  dayAt,
  emailOf,
  Enterprise,
  InventedDevin,
  noFaults,
  type Faults,
  type Moment,
  type Person,
  type Stint,
} from './invented-enterprise';
import { syncOf, throughJson } from './read-context';
import { lastEvent, type Kill, type Story, type SyncPlan } from './story';

const settled = { ...noFaults, isLate: true, clockAheadMinutes: 0, extraLookbackDays: 0, kill: undefined };

/** Plays a story to its end and on until everything is quiet. */
export class Play {
  readonly enterprise: Enterprise;
  private moment: Moment;
  private readonly seen = new Set<Stint>();
  /** People that a list omitted before `members` knew them: streams with one date have read past their first days. */
  private readonly overlooked = new Set<Person>();
  private readonly destinations: Record<
    'members' | 'consumption' | 'organizations' | 'prs' | 'userPrs',
    Destination
  >;
  private lookbackDays = 0;

  constructor(private readonly story: Story) {
    this.enterprise = new Enterprise(story.people, story.habits);
    this.moment = { lastDay: story.firstLastDay, isLate: false };
    const named = (name: string) => streams.find((stream) => stream.name === name) as Stream;
    this.destinations = {
      members: new Destination(named('members'), (row, previous) => {
        if (previous) assert.ok(String(row.updated_at) >= String(previous.updated_at));
      }),
      consumption: new Destination(named('daily_user_consumption'), (row) => {
        assert.ok(dayIndex(row) <= this.moment.lastDay);
        if (row.is_final) assert.equal(row.acus, this.enterprise.acus(this.person(row), dayIndex(row)));
      }),
      organizations: new Destination(named('daily_organization_consumption'), (row) => {
        assert.ok(dayIndex(row) <= this.moment.lastDay);
      }),
      prs: new Destination(named('daily_pr_metrics'), (row) => {
        if (row.is_final) assert.equal(row.prs_merged_count, this.prsOf(dayIndex(row)).prs_merged_count);
      }),
      userPrs: new Destination(named('daily_user_pr_metrics'), () => undefined),
    };
  }

  async toTheEnd(): Promise<void> {
    for (const plan of this.story.syncs) await this.sync(plan);
    const quietDays = lastEvent + this.lookbackDays + this.story.habits.settlesWithin + 1;
    await this.sync({ ...settled, gapDays: Math.max(quietDays - this.moment.lastDay, 0) });
    await this.sync({ ...settled, gapDays: this.lookbackDays + 1 });
  }

  /** Once all is quiet, a sync asks for its lists, once for each subject, and for each day of the look-back. */
  async expectFewRequests(): Promise<void> {
    const members = this.story.people.filter((person) => this.enterprise.stintAt(person, this.moment));
    const requests = await this.sync({ ...settled, gapDays: 1 });
    const days = this.lookbackDays + 2;
    assert.ok(requests.members <= 4);
    assert.ok(requests.consumption <= 4 + members.length);
    assert.ok(requests.organizations <= 1 + this.story.people.length);
    assert.ok(requests.prs <= days);
    assert.ok(requests.userPrs <= 4 + days * (1 + 2 * members.length));
  }

  /** Once all is quiet, states hold the members that there are and nothing about anyone else. */
  expectSmallStates(): void {
    const members = this.story.people.filter((person) => this.enterprise.stintAt(person, this.moment));
    const { synced_through: through, ...others } = this.destinations.consumption.state as SubjectsState;
    assert.deepEqual(Object.keys(through).sort(), members.map(({ id }) => id).sort());
    assert.deepEqual(others.left, {});
    assert.deepEqual([others.returned, others.not_found], [undefined, undefined]);
    assert.deepEqual((this.destinations.userPrs.state as ByState).behind, {});
  }

  expectTruth(): void {
    expect(this.sorted('members')).toEqual(this.expectedMembers());
    assert.deepEqual(this.sorted('prs'), this.expectedPullRequests());
    this.expectConsumption();
    this.expectOrganizations();
    this.expectPullRequestsByUser();
  }

  private expectConsumption(): void {
    const { rows } = this.destinations.consumption;
    for (const [key, expectedRows] of this.expectedConsumption()) {
      const { acus, is_final } = rows.get(key) ?? {};
      assert.deepEqual({ key, acus, is_final }, { key, ...expectedRows });
    }
    for (const row of rows.values()) {
      assert.equal(row.acus, this.enterprise.acus(this.person(row), dayIndex(row), this.moment.lastDay));
      // No state has the e-mail of a person who left before `members` was ever read to its end.
      assert.ok(row.user_email === null || row.user_email === emailOf(this.person(row)));
    }
  }

  private expectOrganizations(): void {
    const { lastDay } = this.moment;
    const expected = new Map<string, Row>();
    for (const person of this.story.people) {
      for (let day = 0; day <= lastDay; day += 1) {
        const acus = this.enterprise.acus(person, day, lastDay);
        if (acus === undefined) continue;
        expected.set(JSON.stringify([dayAt(day), person.id]), { acus, is_final: this.isFinal(day) });
      }
    }
    const { rows } = this.destinations.organizations;
    const written = [...rows].map(([key, { acus, is_final }]): [string, Row] => [key, { acus, is_final }]);
    assert.deepEqual(new Map(written), expected);
  }

  /** Every row is true and, in time, final; of who stays, none is missing. */
  private expectPullRequestsByUser(): void {
    const { lastDay } = this.moment;
    const { rows } = this.destinations.userPrs;
    for (const row of rows.values()) {
      const day = dayIndex(row);
      const { created, merged } = this.enterprise.pullRequests([this.person(row)], day, lastDay);
      const { prs_created_count, prs_merged_count, is_final } = row;
      const expected = { prs_created_count: created, prs_merged_count: merged, is_final: this.isFinal(day) };
      assert.deepEqual({ prs_created_count, prs_merged_count, is_final }, expected);
    }
    for (const person of this.story.people) {
      const { from, to } = person.stints.at(-1) as Stint;
      if (to !== Number.POSITIVE_INFINITY || this.overlooked.has(person)) continue;
      for (let day = Math.max(0, from); day <= lastDay; day += 1) {
        const { created } = this.enterprise.pullRequests([person], day);
        assert.equal(rows.has(JSON.stringify([dayAt(day), person.id])), created > 0);
      }
    }
  }

  private async sync(plan: SyncPlan): Promise<Record<keyof Play['destinations'], number>> {
    const isLate = plan.isLate || (plan.gapDays === 0 && this.moment.isLate);
    this.moment = { lastDay: this.moment.lastDay + plan.gapDays, isLate };
    const { people, habits } = this.story;
    const { members } = this.destinations;
    const days = habits.settlesWithin + plan.extraLookbackDays;
    this.lookbackDays = Math.max(this.lookbackDays, days);
    const client = new InventedDevin(this.enterprise, this.moment, plan);
    const nowSeconds = startOfDay(dayAt(this.moment.lastDay + 1)) + (isLate ? 20 : 2) * 3600;
    const { now, completeUntil } = timeOf(nowSeconds * 1000, plan.clockAheadMinutes);
    const incoming = throughJson({ members: members.state ?? null });
    const { context } = syncOf({
      client,
      now,
      completeUntil,
      lastDay: lastCompleteDay(now),
      startDate: dayAt(0),
      lookbackDays: { consumption: days, metrics: days },
      stateOf: (stream) => (stream === 'members' ? incoming.members : undefined),
    });
    const omitted = people[plan.omitted ?? -1];
    if (omitted && !lastKnownIds(context, 'members').includes(omitted.id)) this.overlooked.add(omitted);
    const requests = { members: 0, consumption: 0, organizations: 0, prs: 0, userPrs: 0 };
    const synced = async (name: keyof typeof requests, kill: Kill | undefined): Promise<void> => {
      const before = client.requestCount;
      requireExplained(plan, await this.destinations[name].sync(context, kill));
      requests[name] = client.requestCount - before;
    };
    // Rows of `members` whose state is lost are corrected by the next change only, so that both come or neither.
    const whole = plan.kill && { batches: plan.kill.batches > 1 ? plan.kill.batches : 0, stateOf: 0 };
    await synced('members', whole);
    for (const name of ['consumption', 'organizations', 'prs'] as const) await synced(name, plan.kill);
    // Who has rows that are not final is known by the state that comes with them.
    const latest = plan.kill && { ...plan.kill, stateOf: plan.kill.batches };
    await synced('userPrs', latest);
    const answered = people.filter((_, index) => plan.people[index] === undefined && !plan.kill);
    for (const person of answered) this.expectUpToDate('organizations', person, 0);
    if (plan.list !== undefined) return requests;
    for (const person of people.filter((each) => client.isListedAtFirst(each))) {
      const stint = this.enterprise.stintAt(person, this.moment) as Stint;
      this.seen.add(stint);
      if (answered.includes(person)) this.expectUpToDate('consumption', person, stint.from);
    }
    return requests;
  }

  /** A user or an organization whose requests are answered has every row at the end of the sync, whatever happens to others. */
  private expectUpToDate(of: 'consumption' | 'organizations', person: Person, from: number): void {
    const { lastDay } = this.moment;
    for (let day = Math.max(from, 0); day <= lastDay; day += 1) {
      if (this.enterprise.acus(person, day, lastDay) === undefined) continue;
      assert.ok(this.destinations[of].rows.has(JSON.stringify([dayAt(day), person.id])));
    }
  }

  private expectedMembers(): Row[] {
    const isPresent = (person: Person) => this.enterprise.stintAt(person, this.moment) !== undefined;
    const written = this.destinations.members.rows;
    assert.ok(this.story.people.filter(isPresent).every(({ id }) => written.has(JSON.stringify([id]))));
    return this.story.people
      .filter((person) => written.has(JSON.stringify([person.id])))
      .map((person): Row => {
        const isMember = isPresent(person);
        const role: Row = { role_id: this.enterprise.role(person, this.moment) };
        const roles = (list: 'users' | 'idp-users'): unknown[] =>
          isMember && person.lists.includes(list)
            ? [expect.objectContaining({ role: expect.objectContaining(role) as unknown })]
            : [];
        return {
          ...{ user_id: person.id, email: emailOf(person), name: null, org_id: null, is_member: isMember },
          ...{ role_assignments: roles('users'), idp_role_assignments: roles('idp-users') },
          updated_at: expect.any(String),
        };
      });
  }

  private expectedPullRequests(): Row[] {
    const days = Array.from({ length: this.moment.lastDay + 1 }, (_, day) => day);
    return days.map((day): Row => {
      const taken_over = { prs_taken_over_count: null, prs_taken_over_opened_count: null };
      return {
        ...{ date: dayAt(day), org_id: null, ...this.prsOf(day, this.moment.lastDay), ...taken_over },
        ...{ prs_taken_over_merged_count: null, prs_taken_over_closed_count: null },
        is_final: this.isFinal(day),
      };
    });
  }

  private prsOf(day: number, lastDay?: number): Row {
    const { created, merged } = this.enterprise.pullRequests(this.story.people, day, lastDay);
    const counts = { prs_created_count: created, prs_merged_count: merged };
    return { ...counts, prs_opened_count: created - merged, prs_closed_count: 0 };
  }

  /** Every row of all memberships that a sync has seen. */
  private *expectedConsumption(): Generator<[string, Row]> {
    for (const person of this.story.people) {
      for (const { from, to } of person.stints.filter((stint) => this.seen.has(stint))) {
        for (let day = Math.max(from, 0); day <= Math.min(to, this.moment.lastDay); day += 1) {
          const acus = this.enterprise.acus(person, day, this.moment.lastDay);
          const date = dayAt(day);
          if (acus !== undefined)
            yield [JSON.stringify([date, person.id]), { acus, is_final: this.isFinal(day) }];
        }
      }
    }
  }

  private isFinal(day: number): boolean {
    return day <= this.moment.lastDay - this.story.habits.settlesWithin;
  }

  private sorted(of: 'members' | 'prs'): Row[] {
    const ids = this.story.people.map(({ id }) => id);
    const place = (row: Row) => (of === 'prs' ? dayIndex(row) : ids.indexOf(String(row.user_id)));
    return [...this.destinations[of].rows.values()].sort((one, other) => place(one) - place(other));
  }

  private person(row: Row): Person {
    return this.story.people.find(({ id }) => id === row.user_id) as Person;
  }
}

/** The time of a sync on a machine whose clock is ahead. */
function timeOf(devinMs: number, aheadMinutes: number): SyncTime {
  const clock = new SyncClock(
    () => new Date(devinMs + aheadMinutes * 60_000),
    () => undefined,
  );
  clock.onDate(devinMs);
  return clock.start();
}

const indexByDay = new Map(Array.from({ length: 400 }, (_, index) => [dayAt(index), index]));

function dayIndex(row: Row): number {
  return indexByDay.get(String(row.date)) ?? Number.NaN;
}

/** A sync in which nothing went wrong succeeds, and one that fails says who must act. */
function requireExplained(plan: Faults, error: unknown): void {
  if (error === undefined) return;
  const { failureType } = VError.info(error as Error) as { failureType?: string };
  const hasFaults =
    Object.keys(plan.people).length > 0 || plan.list !== undefined || plan.prDaysBack !== undefined;
  if (!hasFaults || (failureType !== 'config_error' && failureType !== 'transient_error'))
    throw error as Error;
}
