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
    subcategory_id: optional(text('The id of the subcategory, as Devin sends it.')),
    display_name: optional(text('The name of the subcategory that Devin shows.')),
    sessions_count: count('Sessions in this subcategory.'),
    acus: counted(number('ACUs of the sessions in this subcategory.')),
  },
  { keepsOthers: true },
);

const category = record(
  'Sessions of one category of work.',
  {
    category: text('The name of the category, as Devin sends it.'),
    sessions_count: required(count('Sessions in this category.')),
    acus: counted(number('ACUs of the sessions in this category.')),
    subcategories: list(subcategory, 'The subcategories of this category.'),
  },
  { keepsOthers: true },
);

const work = fields('metrics/sessions-by-category', {
  categories: required(
    list(required(category), 'The categories of work of the sessions of that day, as Devin sends them.'),
  ),
});

export const dailySessionCategories = dailyAggregateStream({
  name: 'daily_session_categories',
  description:
    'Sessions and their ACUs by category of work, by the day on which they were created. One row for each day.',
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
