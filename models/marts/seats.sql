-- Who has a seat, and who never used it? One row for each member today, by the days that were read: from known_since on.
-- Activity is that of daily_user_metrics, ACUs or pull requests; somebody who only searches uses none.
--
-- Needs the streams members and daily_consumption, and the model daily_user_metrics.
with activity as (
  select
    user_id,
    min(case when is_active then date end) as first_active_on,
    max(case when is_active then date end) as last_active_on,
    count(case when is_active then 1 end) as active_days,
    sum(acus) as acus
  from {{ ref('daily_user_metrics') }}
  where kind = 'user'
  group by user_id
),
known as (
  select min(date) as known_since
  from {{ stream('daily_consumption') }}
)
select
  members.user_id,
  members.email as user_email,
  members.name as user_name,
  activity.first_active_on,
  activity.last_active_on,
  coalesce(activity.active_days, 0) as active_days,
  cast(coalesce(activity.acus, 0) as decimal(38, 9)) as acus,
  coalesce(activity.active_days, 0) = 0 as is_never_used,
  known.known_since
from {{ stream('members') }} as members
left join activity on activity.user_id = members.user_id
cross join known
where members.is_member
