-- Where did each day's ACUs go? Devin's own total of the day, the sum over users, the sum over service users, and the
-- rest that Devin counts in the total and gives to nobody.
--
-- Needs the streams daily_consumption, daily_user_consumption and daily_service_user_consumption, each synced
-- incrementally with deduplication, or as a full refresh that overwrites: one row for each primary key. Where the key
-- belongs to one organization, the last of them does not exist: run organization_scope.sql once, which makes an empty
-- table in its place; the service users' ACUs are then in the rest.
--
-- The rest can be: people who left before the first sync, whom the API names no more; local agents used without a
-- user; gaps of Devin's own, between totals and users; a user whose request failed, until the next sync; and, in the
-- youngest days, what arrived between the request for the total and those for the users, which may make it negative.
-- Nothing is invented: the rest is the difference and no more, and a day without Devin's total is not shown.
-- Sums are exact decimals of nine places.
--
-- Runs unchanged on DuckDB and PostgreSQL.
with users as (
  select date, sum(cast(acus as decimal(38, 9))) as acus
  from daily_user_consumption
  group by date
),
service_users as (
  select date, sum(cast(acus as decimal(38, 9))) as acus
  from daily_service_user_consumption
  group by date
),
days as (
  select
    total.date,
    cast(total.acus as decimal(38, 9)) as total_acus,
    cast(coalesce(users.acus, 0) as decimal(38, 9)) as user_acus,
    cast(coalesce(service_users.acus, 0) as decimal(38, 9)) as service_user_acus,
    total.is_final
  from daily_consumption as total
  left join users on users.date = total.date
  left join service_users on service_users.date = total.date
)
select
  date,
  total_acus,
  user_acus,
  service_user_acus,
  total_acus - user_acus - service_user_acus as unattributed_acus,
  is_final
from days
order by date;
