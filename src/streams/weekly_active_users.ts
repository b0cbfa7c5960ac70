import { isMonday } from '../sync/shapes/periods';
import { activeUsers } from './daily_active_users';

export const weeklyActiveUsers = activeUsers({
  name: 'weekly_active_users',
  description: 'Distinct active users by UTC week from Monday; elapsed ones only.',
  unit: 'week',
  metric: 'wau',
  startsOn: isMonday,
});
