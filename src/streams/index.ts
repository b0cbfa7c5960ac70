import type { Stream } from '../sync/define';
import { dailyPrMetrics } from './daily_pr_metrics';
import { dailyUserConsumption } from './daily_user_consumption';
import { members } from './members';

/** Every stream, in the order of the catalog. */
export const streams: readonly Stream[] = [members, dailyUserConsumption, dailyPrMetrics];
