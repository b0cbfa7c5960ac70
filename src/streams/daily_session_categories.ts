import { aggregateQuery } from '../sync/requests/aggregate';
import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { dateField, isFinalField } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { list, record } from '../sync/fields/nested-fields';
import { count, counted, number, optional, required, text } from '../sync/fields/fields';
import { metricsPermission } from './daily_pr_metrics';

const subcategory = record(
  'Sessions of one kind of work within a category.',
  {
    subcategory_id: optional(text()),
    display_name: optional(text()),
    sessions_count: count(),
    acus: counted(number()),
  },
  { keepsOthers: true },
);

const category = record(
  'Sessions of one category of work.',
  {
    category: text(),
    sessions_count: required(count()),
    acus: counted(number()),
    subcategories: list(subcategory),
  },
  { keepsOthers: true },
);

const work = fields('metrics/sessions-by-category', {
  categories: required(
    list(required(category), 'What the sessions of that day worked on, as Devin sends it.'),
  ),
});

export const dailySessionCategories = dailyAggregateStream({
  name: 'daily_session_categories',
  description:
    'Sessions and their ACUs by category of work, by the day on which they were created; one row a day.',
  fields: { date: dateField(), ...work.fields, is_final: isFinalField() },
  scopes: ['enterprise'],
  primaryKey: ['date'],
  permission: metricsPermission,
  endpoint: '/metrics/sessions-by-category',
  probes: (scope, lastDay) => [
    {
      paths: [scope.path('metrics', 'sessions-by-category')],
      query: aggregateQuery({ from: lastDay, to: lastDay }),
    },
  ],
  path: (scope) => scope.path('metrics', 'sessions-by-category'),
  row: work.read,
  events: work.events(({ categories }) => categories.reduce((sum, each) => sum + each.sessions_count, 0)),
});
