import { array, integer, nullableString, number, object, string } from '../devin/answer';
import { aggregateQuery } from '../sync/aggregate';
import { dailyAggregateStream } from '../sync/daily-aggregate';
import { metricsPermission } from './daily_pr_metrics';

/** Sessions of one kind of work within a category. */
interface SessionSubcategory {
  subcategory_id: string | null;
  display_name: string | null;
  /** @asType integer */
  sessions_count: number;
  acus: number;
}

/** Sessions of one category of work. */
interface SessionCategory {
  category: string;
  /** @asType integer */
  sessions_count: number;
  acus: number;
  subcategories: SessionSubcategory[];
}

export interface DailySessionCategoriesRecord {
  /**
   * The billing day.
   * @format date
   */
  date: string;
  /** What the sessions of that day worked on, as Devin sends it. */
  categories: SessionCategory[];
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailySessionCategories = dailyAggregateStream<DailySessionCategoriesRecord>({
  name: 'daily_session_categories',
  description:
    'Sessions and their ACUs by category of work, by the day on which they were created; one row a day.',
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
  row: (answer) => {
    const { categories } = object(answer, 'metrics/sessions-by-category');
    return { categories: array(categories, 'categories').map(sessionCategory) };
  },
  events: ({ categories }) => categories.reduce((sum, each) => sum + each.sessions_count, 0),
});

/** With whatever else Devin says of it. */
function sessionCategory(item: unknown): SessionCategory {
  const category = object(item, 'a category');
  return {
    ...category,
    category: string(category, 'category'),
    sessions_count: integer(category, 'sessions_count'),
    acus: number(category, 'acus'),
    subcategories: array(category.subcategories ?? [], 'subcategories').map(sessionSubcategory),
  };
}

function sessionSubcategory(item: unknown): SessionSubcategory {
  const subcategory = object(item, 'a subcategory');
  return {
    ...subcategory,
    subcategory_id: nullableString(subcategory, 'subcategory_id'),
    display_name: nullableString(subcategory, 'display_name'),
    sessions_count: integer(subcategory, 'sessions_count'),
    acus: number(subcategory, 'acus'),
  };
}
