-- What does each team use and deliver? One row for each team and billing day. Somebody in several teams counts in each of
-- them, so that teams may come to more than the total; with a seed user_team that names everybody once, they come to
-- exactly the total. Service users without a team, people without a team, and what belongs to nobody are rows of their
-- own, in parentheses.
--
-- Needs the models daily_user_metrics and user_teams.
with placed as (
  select
    metrics.*,
    coalesce(
      teams.team,
      case metrics.kind
        when 'user' then '(no team)'
        when 'service_user' then '(service users)'
        else '(unattributed)'
      end
    ) as team
  from {{ ref('daily_user_metrics') }} as metrics
  left join {{ ref('user_teams') }} as teams on teams.user_id = metrics.user_id
)
select
  date,
  team,
  cast(sum(acus) as decimal(38, 9)) as acus,
  cast(coalesce(sum(prs_created), 0) as bigint) as prs_created,
  cast(coalesce(sum(prs_merged), 0) as bigint) as prs_merged,
  cast(coalesce(sum(prs_closed), 0) as bigint) as prs_closed,
  count(case when kind = 'user' and is_active then 1 end) as active_users{{ cost('sum(acus)') }}
from placed
group by date, team
