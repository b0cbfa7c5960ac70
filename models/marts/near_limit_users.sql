{{ config(enabled=var('devin_scope') == 'enterprise') }}
-- Whose ACUs run out before the billing cycle ends? One row for each user with a limit of their own, in the cycle of the last
-- day that was read.
--
--   acus                 used in the cycle so far
--   acus_left            limit_acus - acus
--   acus_per_day         the mean of the last seven days that were read
--   days_to_exhaustion   whole days that the rest lasts at that rate; null where nothing was used in those days
--   exhausted_on         the billing day on which the limit is reached at that rate; null where the cycle ends before
--   is_near              at least 80 percent are used, or the limit is reached before the cycle ends
--
-- The mean is low by what consumption of the youngest days still arrives. Limits of organizations are not limits of users.
--
-- Needs the streams acu_limits, billing_cycles, daily_consumption, daily_user_consumption and members. Enterprise scope only.
with synced as (
  select max(date) as through
  from {{ stream('daily_consumption') }}
),
cycles as (
  select
    cast(cast(cycle_start_at at time zone 'UTC' as timestamp) + interval '16 hours' - interval '1 second' as date) as first_date,
    cast(cast(cycle_end_at at time zone 'UTC' as timestamp) + interval '16 hours' - interval '1 second' as date) as next_first_date
  from {{ stream('billing_cycles') }}
),
cycle as (
  select cycles.first_date, cycles.next_first_date, synced.through
  from cycles
  inner join synced on synced.through >= cycles.first_date and synced.through < cycles.next_first_date
),
limits as (
  select user_id, min(cycle_acu_limit) as limit_acus
  from {{ stream('acu_limits') }}
  where scope = 'user' and user_id is not null
  group by user_id
),
used as (
  select
    limits.user_id,
    limits.limit_acus,
    cycle.first_date as cycle_first_date,
    cycle.next_first_date,
    cycle.through,
    coalesce(sum(case when consumption.date >= cycle.first_date then cast(consumption.acus as decimal(38, 9)) end), 0) as acus,
    coalesce(sum(case when consumption.date > cycle.through - 7 then cast(consumption.acus as decimal(38, 9)) end), 0) / 7 as acus_per_day
  from limits
  cross join cycle
  left join {{ stream('daily_user_consumption') }} as consumption on consumption.user_id = limits.user_id
  group by limits.user_id, limits.limit_acus, cycle.first_date, cycle.next_first_date, cycle.through
),
rated as (
  select
    used.*,
    used.limit_acus - used.acus as acus_left,
    case
      when used.acus >= used.limit_acus then 0
      when used.acus_per_day > 0 then cast(floor((used.limit_acus - used.acus) / used.acus_per_day) as integer)
    end as days_to_exhaustion
  from used
)
select
  rated.user_id,
  members.email as user_email,
  rated.cycle_first_date,
  cast(rated.next_first_date - 1 as date) as cycle_last_date,
  rated.limit_acus,
  cast(rated.acus as decimal(38, 9)) as acus,
  cast(rated.acus_left as decimal(38, 9)) as acus_left,
  cast(rated.acus_per_day as decimal(38, 9)) as acus_per_day,
  rated.days_to_exhaustion,
  case
    when rated.acus_left > 0 and rated.through + rated.days_to_exhaustion + 1 < rated.next_first_date
      then cast(rated.through + rated.days_to_exhaustion + 1 as date)
  end as exhausted_on,
  rated.acus >= 0.8 * rated.limit_acus
    or coalesce(rated.through + rated.days_to_exhaustion + 1 < rated.next_first_date, false) as is_near
from rated
left join {{ stream('members') }} as members on members.user_id = rated.user_id
