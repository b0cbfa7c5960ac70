-- What are sessions about, where do they come from, how big are they? One row for each day of creation, breakdown and
-- value.
--
--   breakdown                 origin, size (xs, s, m, l, xl) or category (enterprise scope only)
--   value                     the origin, size or category, by Devin's name
--   sessions                  sessions created that day
--   sessions_with_merged_prs  of those, with a pull request that was merged when read; for sizes
--   acus                      for categories
--
-- Devin does not break out every origin: the others are a row '(not broken out)', so that each day's origins sum to
-- daily_session_metrics. Only values with sessions have rows.
--
-- Needs the streams daily_session_metrics and, in enterprise scope, daily_session_categories.
with metrics as (
  select
    date,
    sessions_created_count,
    sessions_created_by_origin,
    sessions_created_by_size,
    sessions_with_merged_prs_by_size
  from {{ stream('daily_session_metrics') }}
),
origins as (
  select metrics.date, origin.key as value, cast(origin.value as bigint) as sessions
  from metrics
  {{ json_pairs('metrics.sessions_created_by_origin', 'origin') }}
),
origin_sums as (
  select date, sum(sessions) as sessions
  from origins
  group by date
),
sizes as (
  select metrics.date, size.key as value, cast(size.value as bigint) as sessions
  from metrics
  {{ json_pairs('metrics.sessions_created_by_size', 'size') }}
),
merged_sizes as (
  select metrics.date, size.key as value, cast(size.value as bigint) as sessions
  from metrics
  {{ json_pairs('metrics.sessions_with_merged_prs_by_size', 'size') }}
),
everything as (
  select
    date,
    'origin' as breakdown,
    value,
    sessions,
    cast(null as bigint) as sessions_with_merged_prs,
    cast(null as decimal(38, 9)) as acus
  from origins
  union all
  select metrics.date, 'origin', '(not broken out)', metrics.sessions_created_count - coalesce(origin_sums.sessions, 0), null, null
  from metrics
  left join origin_sums on origin_sums.date = metrics.date
  union all
  select sizes.date, 'size', sizes.value, sizes.sessions, coalesce(merged_sizes.sessions, 0), null
  from sizes
  left join merged_sizes on merged_sizes.date = sizes.date and merged_sizes.value = sizes.value
  {%- if var('devin_scope') == 'enterprise' %}
  union all
  select
    days.date,
    'category',
    category.value ->> 'category',
    cast(category.value ->> 'sessions_count' as bigint),
    null,
    cast(category.value ->> 'acus' as decimal(38, 9))
  from {{ stream('daily_session_categories') }} as days
  {{ json_items('days.categories', 'category') }}
  {%- endif %}
)
select date, breakdown, value, cast(sessions as bigint) as sessions, sessions_with_merged_prs, acus
from everything
where sessions <> 0
