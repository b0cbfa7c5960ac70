-- Is Devin used, by how many, and how steadily? One row for each week (from Monday) and each month that has elapsed, by
-- UTC days as Devin counts active users: at least one session or search.
--
--   active_users        people active in the period
--   daily_active_users  the sum over the period's days of the people active that day
--   stickiness          daily_active_users / (days * active_users), which for a month is DAU/MAU: the share of days on
--                       which somebody active in the period is active
--   members_today       members now, on every row; how many there were at the time is not in the data
--
-- Needs the streams members, daily_active_users, weekly_active_users and monthly_active_users.
with periods as (
  select
    'week' as period,
    period_start,
    cast(period_start + interval '7 days' as date) as next_start,
    active_users
  from {{ stream('weekly_active_users') }}
  union all
  select 'month', period_start, cast(period_start + interval '1 month' as date), active_users
  from {{ stream('monthly_active_users') }}
),
days as (
  select
    periods.period,
    periods.period_start,
    count(daily.period_start) as days,
    coalesce(sum(daily.active_users), 0) as daily_active_users
  from periods
  left join {{ stream('daily_active_users') }} as daily
    on daily.period_start >= periods.period_start and daily.period_start < periods.next_start
  group by periods.period, periods.period_start
),
members as (
  select count(*) as members_today
  from {{ stream('members') }}
  where is_member
)
select
  periods.period,
  periods.period_start,
  periods.active_users,
  cast(days.daily_active_users as bigint) as daily_active_users,
  days.days,
  cast(days.daily_active_users as double precision) / nullif(days.days * periods.active_users, 0) as stickiness,
  members.members_today
from periods
inner join days on days.period = periods.period and days.period_start = periods.period_start
cross join members
