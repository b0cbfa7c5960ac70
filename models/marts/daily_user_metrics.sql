-- What did each person use and deliver, day by day? One row for each user and billing day: ACUs consumed, and the pull
-- requests that were created that day, by their state when they were read. Cost per merged pull request of a person is
-- sum(acus) / sum(prs_merged): a sum divided by a sum, never an average of days.
--
--   date, user_id    the key
--   user_email       the last known one, also on older rows and for who has left; null where Devin names none
--   acus             decimal of nine places
--   prs_created      pull requests that Devin created that day, and of those
--   prs_merged         merged when they were read,
--   prs_closed         closed without a merge when they were read
--   is_active        ACUs above zero, or any pull request, one that Devin took over included
--   kind             user, service_user or unattributed
--   user_name        the last known name
--
-- Service users have rows of kind service_user, with their service_user_id as user_id. The connector does not read
-- their pull requests one by one: those columns are null.
-- Where a day's sums do not make up Devin's own totals, one row of kind unattributed, with user_id 'unattributed', holds
-- the rest, so that each day's ACUs sum exactly to daily_consumption, and its pull requests to daily_pr_metrics. The rest
-- can be: people who left before the first sync, whom the API names no more; local agents used without a user; for pull
-- requests, the service users'; gaps of Devin's own; a user whose request failed, until the next sync. What changed
-- between the request for the total and those for the users may make it negative. It is a difference and no more: on a
-- day without a total there is no such row. Nobody is behind it, so is_active is false.
-- Exact means decimals: each figure is rounded to nine places before anything is added, in the totals as in the rows, so
-- that the rest closes the sum to the last place. A rest of some billionths is rounding of Devin's own sums.
--
-- Needs the streams members, daily_user_consumption, daily_service_user_consumption, daily_consumption,
-- daily_user_pr_metrics and daily_pr_metrics, each synced incrementally with deduplication, or as a full refresh that
-- overwrites: one row for each primary key. In organization scope there is no daily_service_user_consumption; make an
-- empty table in its place with docs/sql/organization_scope.sql, and the service users' ACUs are in the rest.
--
-- Runs unchanged on DuckDB and PostgreSQL, without dbt too.
with total_acus as (
  select date, cast(acus as decimal(38, 9)) as acus
  from {{ stream('daily_consumption') }}
),
total_prs as (
  select date, prs_created_count, prs_merged_count, prs_closed_count
  from {{ stream('daily_pr_metrics') }}
),
user_acus as (
  select date, user_id, user_email, cast(acus as decimal(38, 9)) as acus
  from {{ stream('daily_user_consumption') }}
),
user_prs as (
  select
    date,
    user_id,
    user_email,
    prs_created_count,
    prs_merged_count,
    prs_closed_count,
    prs_created_count + coalesce(prs_taken_over_count, 0) as prs_count
  from {{ stream('daily_user_pr_metrics') }}
),
service_user_acus as (
  select date, service_user_id, service_user_name, cast(acus as decimal(38, 9)) as acus
  from {{ optional_stream(
    'daily_service_user_consumption',
    'date date, service_user_id varchar, service_user_name varchar, acus double precision'
  ) }} as service_users
),
attributed as (
  select
    coalesce(a.date, p.date) as date,
    coalesce(a.user_id, p.user_id) as user_id,
    'user' as kind,
    coalesce(a.acus, 0) as acus,
    coalesce(p.prs_created_count, 0) as prs_created,
    coalesce(p.prs_merged_count, 0) as prs_merged,
    coalesce(p.prs_closed_count, 0) as prs_closed,
    coalesce(a.acus, 0) > 0 or coalesce(p.prs_count, 0) > 0 as is_active
  from user_acus as a
  full outer join user_prs as p on p.date = a.date and p.user_id = a.user_id
  union all
  select date, service_user_id, 'service_user', acus, null, null, null, acus > 0
  from service_user_acus
),
sums as (
  select
    date,
    sum(acus) as acus,
    coalesce(sum(prs_created), 0) as prs_created,
    coalesce(sum(prs_merged), 0) as prs_merged,
    coalesce(sum(prs_closed), 0) as prs_closed
  from attributed
  group by date
),
rest as (
  select
    coalesce(a.date, p.date) as date,
    coalesce(a.acus - coalesce(sums.acus, 0), 0) as acus,
    coalesce(p.prs_created_count - coalesce(sums.prs_created, 0), 0) as prs_created,
    coalesce(p.prs_merged_count - coalesce(sums.prs_merged, 0), 0) as prs_merged,
    coalesce(p.prs_closed_count - coalesce(sums.prs_closed, 0), 0) as prs_closed
  from total_acus as a
  full outer join total_prs as p on p.date = a.date
  left join sums on sums.date = coalesce(a.date, p.date)
),
everything as (
  select date, user_id, kind, acus, prs_created, prs_merged, prs_closed, is_active
  from attributed
  union all
  select date, 'unattributed', 'unattributed', acus, prs_created, prs_merged, prs_closed, false
  from rest
  where acus <> 0 or prs_created <> 0 or prs_merged <> 0 or prs_closed <> 0
),
mentions as (
  select date, user_id, user_email, cast(null as varchar) as user_name
  from user_acus
  where user_email is not null
  union all
  select date, user_id, user_email, null
  from user_prs
  where user_email is not null
  union all
  select date, service_user_id, null, service_user_name
  from service_user_acus
  where service_user_name is not null
),
ranked_mentions as (
  select
    user_id,
    user_email,
    user_name,
    row_number() over (partition by user_id order by date desc, user_email, user_name) as age
  from mentions
)
select
  everything.date,
  everything.user_id,
  coalesce(members.email, latest.user_email) as user_email,
  cast(everything.acus as decimal(38, 9)) as acus,
  cast(everything.prs_created as bigint) as prs_created,
  cast(everything.prs_merged as bigint) as prs_merged,
  cast(everything.prs_closed as bigint) as prs_closed,
  everything.is_active,
  everything.kind,
  coalesce(members.name, latest.user_name) as user_name{{ cost('everything.acus') }}
from everything
left join {{ stream('members') }} as members on members.user_id = everything.user_id
left join ranked_mentions as latest on latest.user_id = everything.user_id and latest.age = 1
