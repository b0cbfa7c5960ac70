-- Which team is somebody in? One row for each team of each user and service user that is in one.
--
-- The seed user_team decides where it names somebody, by e-mail or id; everybody else is in each of their
-- identity-provider groups, as they are now: Devin does not tell how they were. Who has left has no groups any more, and
-- a team only by the seed.
--
-- Needs the stream members and the model daily_user_metrics.
with people as (
  select user_id, max(user_email) as user_email
  from {{ ref('daily_user_metrics') }}
  where kind <> 'unattributed'
  group by user_id
),
chosen as (
  select distinct people.user_id, user_team.team
  from people
  inner join {{ ref('user_team') }} as user_team
    on lower(user_team.user_key) in (lower(people.user_id), lower(people.user_email))
),
grouped as (
  select distinct members.user_id, assignment.value ->> 'idp_group_name' as team
  from {{ stream('members') }} as members
  {{ json_items('members.idp_role_assignments', 'assignment') }}
)
select user_id, team
from chosen
union all
select user_id, team
from grouped
where user_id not in (select user_id from chosen)
