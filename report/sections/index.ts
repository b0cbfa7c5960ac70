import type { Section } from '../section';
import { accounting } from './accounting';
import { acusByDay } from './acus-by-day';
import { adoption } from './adoption';
import { burnDown } from './burn-down';
import { cohorts } from './cohorts';
import { costlySessions } from './costly-sessions';
import { limits } from './limits';
import { mergeRate } from './merge-rate';
import { seats } from './seats';
import { teamCosts } from './team-costs';
import { topUsers } from './top-users';
import { unusualDays } from './unusual-days';
import { whereItGoes } from './where-it-goes';

/** The questions of the page, in its order. */
export const sections: readonly Section[] = [
  acusByDay,
  burnDown,
  teamCosts,
  topUsers,
  mergeRate,
  whereItGoes,
  costlySessions,
  unusualDays,
  adoption,
  cohorts,
  seats,
  limits,
  accounting,
];
