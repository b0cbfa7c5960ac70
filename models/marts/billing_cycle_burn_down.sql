{{ config(enabled=var('devin_scope') == 'enterprise') }}
-- Will the ACUs last to the end of the billing cycle? One row for each billing day of each cycle of which a day was read,
-- the running cycle through its last day.
--
--   date                  a billing day belongs to the cycle in which it starts, at 08:00 UTC
--   acus, acus_so_far     null for days that have not been read yet
--   forecast_acus_so_far  what was read, and for each day to come the mean of the cycle's days so far
--   forecast_acus         the same at the end of the cycle: sum / days read * days of the cycle
--   limit_acus            the enterprise's limit per cycle; null where none is set, or acu_limits is not synced
--   forecast_acus_left    limit_acus - forecast_acus_so_far
--
-- The mean says little in the first days of a cycle, and is low by what consumption of the youngest days still arrives.
-- There is no forecast for a cycle whose first day was not read.
--
-- Needs the streams billing_cycles and daily_consumption; acu_limits for the limit. Enterprise scope only.
with recursive cycles as (
  select
    cast(cycle_start_at at time zone 'UTC' as timestamp) as starts_at,
    cast(cycle_end_at at time zone 'UTC' as timestamp) as ends_at
  from {{ stream('billing_cycles') }}
),
days as (
  select starts_at, ends_at, cast(starts_at + interval '16 hours' - interval '1 second' as date) as date
  from cycles
  union all
  select starts_at, ends_at, cast(date + interval '1 day' as date)
  from days
  where date + interval '32 hours' < ends_at
),
consumption as (
  select
    days.starts_at,
    days.date,
    cast(total.acus as decimal(38, 9)) as acus
  from days
  left join {{ stream('daily_consumption') }} as total on total.date = days.date
),
cycle_sums as (
  select
    starts_at,
    min(date) as first_date,
    max(date) as last_date,
    count(*) as days,
    count(acus) as days_read,
    sum(acus) as acus,
    min(case when acus is not null then date end) as first_date_read
  from consumption
  group by starts_at
),
rated as (
  select
    consumption.date,
    consumption.acus,
    cycle_sums.first_date as cycle_first_date,
    cycle_sums.last_date as cycle_last_date,
    cycle_sums.days as cycle_days,
    sum(consumption.acus) over running as acus_so_far,
    case
      when cycle_sums.first_date_read = cycle_sums.first_date
        then sum(coalesce(consumption.acus, cycle_sums.acus / cycle_sums.days_read)) over running
    end as forecast_acus_so_far,
    case
      when cycle_sums.first_date_read = cycle_sums.first_date
        then cycle_sums.acus / cycle_sums.days_read * cycle_sums.days
    end as forecast_acus
  from consumption
  inner join cycle_sums on cycle_sums.starts_at = consumption.starts_at and cycle_sums.days_read > 0
  window running as (partition by consumption.starts_at order by consumption.date)
),
limits as (
  select min(cycle_acu_limit) as limit_acus
  from {{ optional_stream('acu_limits', 'scope varchar, cycle_acu_limit bigint') }} as acu_limits
  where scope = 'enterprise'
)
select
  rated.cycle_first_date,
  rated.cycle_last_date,
  rated.cycle_days,
  rated.date,
  rated.acus,
  cast(case when rated.acus is not null then rated.acus_so_far end as decimal(38, 9)) as acus_so_far,
  cast(rated.forecast_acus_so_far as decimal(38, 9)) as forecast_acus_so_far,
  cast(rated.forecast_acus as decimal(38, 9)) as forecast_acus,
  limits.limit_acus,
  cast(limits.limit_acus - rated.forecast_acus_so_far as decimal(38, 9)) as forecast_acus_left
  {{- cost('case when rated.acus is not null then rated.acus_so_far end', 'cost_so_far') }}
  {{- cost('rated.forecast_acus', 'forecast_cost') }}
from rated
cross join limits
