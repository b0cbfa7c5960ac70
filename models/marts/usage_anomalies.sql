-- Which days were out of the ordinary? One row for each billing day that can be compared: with at least ten days of its kind,
-- working days or weekends, in the eight weeks before.
--
--   usual_acus       the median of those days
--   spread_acus      the median of their distances from it (MAD), but at least a tenth of the median
--   lower_acus, upper_acus   usual_acus minus and plus devin_anomaly_spreads (5) times spread_acus
--   is_unusual       acus is outside of these bounds
--   top_user_id, top_user_email, top_user_acus   who used most that day
--
-- Holidays are not known, and count as working days. Recent days can still rise, because consumption arrives late.
--
-- Needs the stream daily_consumption and the model daily_user_metrics.
with days as (
  select
    date,
    cast(acus as double precision) as acus,
    is_final,
    case when extract(isodow from date) > 5 then 'weekend' else 'working day' end as day_kind
  from {{ stream('daily_consumption') }}
),
pairs as (
  select days.date, earlier.acus
  from days
  inner join days as earlier
    on earlier.day_kind = days.day_kind and earlier.date < days.date and earlier.date >= days.date - 56
),
medians as (
  select date, count(*) as compared_days, percentile_cont(0.5) within group (order by acus) as usual_acus
  from pairs
  group by date
  having count(*) >= 10
),
spreads as (
  select
    medians.date,
    medians.compared_days,
    medians.usual_acus,
    percentile_cont(0.5) within group (order by abs(pairs.acus - medians.usual_acus)) as median_distance
  from medians
  inner join pairs on pairs.date = medians.date
  group by medians.date, medians.compared_days, medians.usual_acus
),
bounds as (
  select
    spreads.*,
    greatest(median_distance, 0.1 * usual_acus) as spread_acus
  from spreads
),
users as (
  select
    date,
    user_id,
    user_email,
    acus,
    row_number() over (partition by date order by acus desc, user_id) as place
  from {{ ref('daily_user_metrics') }}
  where kind = 'user' and acus > 0
)
select
  days.date,
  days.day_kind,
  cast(days.acus as decimal(38, 9)) as acus,
  bounds.compared_days,
  cast(bounds.usual_acus as decimal(38, 9)) as usual_acus,
  cast(bounds.spread_acus as decimal(38, 9)) as spread_acus,
  cast(greatest(0, bounds.usual_acus - {{ var('devin_anomaly_spreads') }} * bounds.spread_acus) as decimal(38, 9)) as lower_acus,
  cast(bounds.usual_acus + {{ var('devin_anomaly_spreads') }} * bounds.spread_acus as decimal(38, 9)) as upper_acus,
  abs(days.acus - bounds.usual_acus) > {{ var('devin_anomaly_spreads') }} * bounds.spread_acus as is_unusual,
  days.is_final,
  users.user_id as top_user_id,
  users.user_email as top_user_email,
  users.acus as top_user_acus
from days
inner join bounds on bounds.date = days.date
left join users on users.date = days.date and users.place = 1
