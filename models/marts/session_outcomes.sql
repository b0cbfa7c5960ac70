-- What did each session cost, and what came of it? One row for each session, in its last known state.
--
--   created_on       the billing day on which the session was created
--   user_email       who started it, if a person did; service_user_id if a service user did
--   acus             the larger one of what Devin billed for it on the days that are synced and what the session itself says;
--                    null where Devin meters nothing, as on plans without ACUs: 0 there means not metered, and not free
--   prs, prs_merged, prs_open, prs_closed   its pull requests, by their state when it was read
--   outcome          merged: at least one pull request is. Else open: at least one may still be merged. Else closed: all were
--                    closed without a merge. Else none: no pull request
--   is_settled       false while the session runs, or a pull request is open: outcome and acus can still change
--
-- Needs the streams sessions and members. Optional: daily_session_consumption, without which the ACUs are those of the
-- session itself, which may be behind the bill. The bill may lack days before the start date.
with sessions as (
  select * from {{ stream('sessions') }}
),
billed as (
  select session_id, sum(cast(acus as decimal(38, 9))) as acus
  from {{ optional_stream('daily_session_consumption', 'session_id varchar, acus double precision') }} as days
  group by session_id
),
pull_requests as (
  select
    sessions.session_id,
    count(*) as prs,
    count(case when pull_request.value ->> 'pr_state' = 'merged' then 1 end) as prs_merged,
    count(case when pull_request.value ->> 'pr_state' = 'closed' then 1 end) as prs_closed
  from sessions
  {{ json_items('sessions.pull_requests', 'pull_request') }}
  group by sessions.session_id
),
described as (
  select
    sessions.session_id,
    sessions.title,
    sessions.url,
    cast(cast(sessions.created_at at time zone 'UTC' as timestamp) - interval '8 hours' as date) as created_on,
    sessions.user_id,
    members.email as user_email,
    sessions.service_user_id,
    sessions.org_id,
    sessions.playbook_id,
    sessions.automation_id,
    sessions.origin,
    sessions.devin_mode,
    sessions.category,
    sessions.status,
    cast(nullif(greatest(billed.acus, cast(sessions.acus_consumed as decimal(38, 9))), 0) as decimal(38, 9)) as acus,
    coalesce(pull_requests.prs, 0) as prs,
    coalesce(pull_requests.prs_merged, 0) as prs_merged,
    coalesce(pull_requests.prs_closed, 0) as prs_closed,
    coalesce(pull_requests.prs - pull_requests.prs_merged - pull_requests.prs_closed, 0) as prs_open
  from sessions
  left join {{ stream('members') }} as members on members.user_id = sessions.user_id
  left join billed on billed.session_id = sessions.session_id
  left join pull_requests on pull_requests.session_id = sessions.session_id
)
select
  described.*,
  case
    when prs_merged > 0 then 'merged'
    when prs_open > 0 then 'open'
    when prs > 0 then 'closed'
    else 'none'
  end as outcome,
  prs_open = 0 and coalesce(status, '') not in ('new', 'claimed', 'running', 'resuming') as is_settled{{ cost('acus') }}
from described
