import { activeUsers } from './daily_active_users';

export const monthlyActiveUsers = activeUsers({
  name: 'monthly_active_users',
  description: 'Distinct active users for each UTC calendar month. Only complete months.',
  unit: 'month',
  metric: 'mau',
  startsOn: (day) => day.endsWith('-01'),
});
