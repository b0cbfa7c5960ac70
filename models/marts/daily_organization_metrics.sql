{{ config(enabled=var('devin_scope') == 'enterprise') }}
-- What does each organization use and deliver? One row for each organization and billing day, and one with the org_id
-- 'unattributed' where a day's organizations do not make up Devin's totals: local agents may be counted in no
-- organization, and organizations that were deleted are named no more. So each day's ACUs sum exactly to
-- daily_consumption, and its pull requests to daily_pr_metrics.
--
-- Needs the streams organizations, daily_organization_consumption, daily_organization_pr_metrics, daily_consumption and
-- daily_pr_metrics. Enterprise scope only.
with total_acus as (
  select date, cast(acus as decimal(38, 9)) as acus
  from {{ stream('daily_consumption') }}
),
total_prs as (
  select date, prs_created_count, prs_merged_count, prs_closed_count
  from {{ stream('daily_pr_metrics') }}
),
attributed as (
  select
    coalesce(a.date, p.date) as date,
    coalesce(a.org_id, p.org_id) as org_id,
    coalesce(cast(a.acus as decimal(38, 9)), 0) as acus,
    coalesce(p.prs_created_count, 0) as prs_created,
    coalesce(p.prs_merged_count, 0) as prs_merged,
    coalesce(p.prs_closed_count, 0) as prs_closed
  from {{ stream('daily_organization_consumption') }} as a
  full outer join {{ stream('daily_organization_pr_metrics') }} as p on p.date = a.date and p.org_id = a.org_id
),
sums as (
  select
    date,
    sum(acus) as acus,
    sum(prs_created) as prs_created,
    sum(prs_merged) as prs_merged,
    sum(prs_closed) as prs_closed
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
  select date, org_id, acus, prs_created, prs_merged, prs_closed
  from attributed
  union all
  select date, 'unattributed', acus, prs_created, prs_merged, prs_closed
  from rest
  where acus <> 0 or prs_created <> 0 or prs_merged <> 0 or prs_closed <> 0
)
select
  everything.date,
  everything.org_id,
  organizations.name as org_name,
  cast(everything.acus as decimal(38, 9)) as acus,
  cast(everything.prs_created as bigint) as prs_created,
  cast(everything.prs_merged as bigint) as prs_merged,
  cast(everything.prs_closed as bigint) as prs_closed{{ cost('everything.acus') }}
from everything
left join {{ stream('organizations') }} as organizations on organizations.org_id = everything.org_id
