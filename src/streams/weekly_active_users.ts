import { isMonday } from '../sync/shapes/periods';
import { activeUsers } from './daily_active_users';

export const weeklyActiveUsers = activeUsers({
  name: 'weekly_active_users',
  description: 'Distinct active users for each UTC week, which starts on Monday. Only complete weeks.',
  unit: 'week',
  metric: 'wau',
  startsOn: isMonday,
});
