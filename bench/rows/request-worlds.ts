import type { EmulatorOptions } from '../emulator-process';

export type CountedStream = 'daily_pr_metrics' | 'daily_user_pr_metrics' | 'daily_user_session_metrics';

/** What happens in an emulator, and which stream is read from it. */
export interface RequestWorld {
  readonly what: string;
  readonly stream: CountedStream;
  readonly emulator: Pick<EmulatorOptions, 'users' | 'activeUsers' | 'activeDays' | 'switches'>;
  readonly isListForbidden?: boolean;
  /** The most requests for each user and day that is not zero. */
  readonly most?: number;
  /** The requests of version 0.1.0, which knew no hints: in the first sync, and in the nightly one. */
  readonly before?: readonly [first: number, nightly: number];
}

/** About every second day of use brings a pull request: one day in ten has one. */
const activeDays = 0.19;

function ofUsers(
  stream: CountedStream,
  activeUsers: number,
  before: RequestWorld['before'] | undefined,
  world: { readonly what: string; readonly most?: number; readonly switches?: object } & Pick<
    RequestWorld,
    'isListForbidden'
  >,
): RequestWorld {
  const { what, switches, ...rest } = world;
  const emulator = { users: 1_150, activeUsers, activeDays };
  return {
    ...rest,
    ...(before && { before }),
    ...{ stream, what: `${activeUsers * 100} % of 1,000 users, ${what}` },
    emulator: switches ? { ...emulator, switches: JSON.stringify(switches) } : emulator,
  };
}

const prs = 'daily_user_pr_metrics';
const sessions = 'daily_user_session_metrics';
const sameDay = { what: 'on the day of their session', most: 1.3 };
const within3Days = {
  ...{ what: 'up to three days later', most: 2 },
  switches: { pullRequestDays: 'within-3-days' },
};
const misleading = { what: 'a week later', switches: { pullRequestDays: 'a-week-later' } };
const without = { what: 'some without a session', switches: { pullRequestsWithoutSession: true } };
const forbidden = { what: 'list forbidden', isListForbidden: true };
const ofOne = { users: 1_000, activeUsers: 0.001, activeDays };

export const requestWorlds: readonly RequestWorld[] = [
  { what: 'dense', stream: 'daily_pr_metrics', emulator: { users: 1_000 }, before: [370, 30] },
  { what: 'sparse', stream: 'daily_pr_metrics', emulator: ofOne, most: 1.3, before: [214, 10] },
  {
    ...{ what: 'sparse, a week later', stream: 'daily_pr_metrics', before: [230, 19] },
    emulator: { ...ofOne, switches: JSON.stringify(misleading.switches) },
  },
  ofUsers(prs, 0.05, [7_509, 613], sameDay),
  ofUsers(prs, 0.2, [28_649, 2_515], sameDay),
  ofUsers(prs, 0.8, [113_064, 9_843], sameDay),
  ofUsers(sessions, 0.05, undefined, { what: 'on the day of their session', most: 1.3 }),
  ofUsers(sessions, 0.2, undefined, { what: 'on the day of their session', most: 1.3 }),
  ofUsers(sessions, 0.8, undefined, { what: 'on the day of their session', most: 1.3 }),
  ofUsers(prs, 0.05, undefined, within3Days),
  ofUsers(prs, 0.2, undefined, within3Days),
  ofUsers(prs, 0.8, undefined, within3Days),
  ofUsers(prs, 0.05, [7_612, 595], misleading),
  ofUsers(prs, 0.2, [29_256, 2_531], misleading),
  ofUsers(prs, 0.2, [31_660, 2_702], without),
  ofUsers(prs, 0.2, [28_649, 2_515], forbidden),
];
