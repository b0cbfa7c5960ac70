-- Do people stay? One row for each week in which people were first active, and each week since.
--
--   cohort_week     the Monday of the week of first use; people count by their billing days
--   is_first_read   the cohort of the first week that was read: many in it were active before, but that was not read
--   weeks_since     0 for the week of first use
--   week            the Monday of the week that is looked at
--   users           people of the cohort
--   active_users    of those, active in that week
--   is_whole_week   false for a week that is not over yet, or was not read from its start
--
-- Activity is that of daily_user_metrics: ACUs or pull requests. Retention is sum(active_users) / sum(users).
--
-- Needs the stream daily_consumption and the model daily_user_metrics.
with weeks as (
  select cast(date_trunc('week', date) as date) as week, count(*) as days
  from {{ stream('daily_consumption') }}
  group by cast(date_trunc('week', date) as date)
),
active as (
  select distinct user_id, cast(date_trunc('week', date) as date) as week
  from {{ ref('daily_user_metrics') }}
  where kind = 'user' and is_active
),
firsts as (
  select user_id, min(week) as cohort_week
  from active
  group by user_id
),
cohorts as (
  select cohort_week, count(*) as users
  from firsts
  group by cohort_week
),
returns as (
  select firsts.cohort_week, active.week, count(*) as active_users
  from firsts
  inner join active on active.user_id = firsts.user_id
  group by firsts.cohort_week, active.week
)
select
  cohorts.cohort_week,
  cohorts.cohort_week = (select min(week) from weeks) as is_first_read,
  cast((weeks.week - cohorts.cohort_week) / 7 as bigint) as weeks_since,
  weeks.week,
  cohorts.users,
  coalesce(returns.active_users, 0) as active_users,
  weeks.days = 7 as is_whole_week
from cohorts
inner join weeks on weeks.week >= cohorts.cohort_week
left join returns on returns.cohort_week = cohorts.cohort_week and returns.week = weeks.week
