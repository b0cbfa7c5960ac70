import type { Question } from '../question';
import { consumptionOrder } from './consumption-order';
import { dayStamp } from './day-stamp';
import { longestWindowQuestion } from './longest-window';
import { unknownUser } from './unknown-user';
import { zeroDays } from './zero-days';

/** Every open question, in the order in which they are asked and shown. */
export const questions: readonly Question[] = [
  longestWindowQuestion,
  dayStamp,
  zeroDays,
  consumptionOrder,
  unknownUser,
];
