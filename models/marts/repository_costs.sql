-- What does each repository cost, and what is delivered to it? One row for each month, in which sessions were created, and
-- repository.
--
--   month          its first day
--   repository     as Devin names it for the session; where it names none, the one in the address of a pull request; else
--                  '(no repository)'
--   sessions       sessions that worked on it
--   acus           of these sessions. A session on several repositories is split evenly, so that the rows add up to
--                  session_outcomes. Null where Devin meters nothing
--   prs, prs_merged  pull requests, each in the repository of its address
--
-- Devin does not tell how much of a session went into which repository.
--
-- Needs the stream sessions and the model session_outcomes.
with named as (
  select distinct sessions.session_id, repository.value as repository
  from {{ stream('sessions') }} as sessions
  {{ json_texts('sessions.repo_names', 'repository') }}
),
pull_requests as (
  select
    sessions.session_id,
    pull_request.value ->> 'pr_state' as pr_state,
    -- https://host/owner/name/pull/1 and its like
    regexp_replace(
      pull_request.value ->> 'pr_url',
      '^[a-z]+://[^/]+/(.+?)/(-/)?(pull|pulls|pull-requests|pullrequest|merge_requests)/.*$',
      '\1'
    ) as path
  from {{ stream('sessions') }} as sessions
  {{ json_items('sessions.pull_requests', 'pull_request') }}
),
places as (
  select session_id, repository
  from named
  union
  select session_id, path
  from pull_requests
  where path is not null and session_id not in (select session_id from named)
),
ranked as (
  select
    session_id,
    repository,
    row_number() over (partition by session_id order by repository) as place,
    count(*) over (partition by session_id) as repositories
  from places
),
parts as (
  select
    outcomes.created_on,
    coalesce(ranked.repository, '(no repository)') as repository,
    -- The first place takes what rounding leaves.
    case
      when coalesce(ranked.place, 1) > 1 then cast(outcomes.acus / ranked.repositories as decimal(38, 9))
      else outcomes.acus - cast(outcomes.acus / coalesce(ranked.repositories, 1) as decimal(38, 9)) * (coalesce(ranked.repositories, 1) - 1)
    end as acus,
    1 as sessions,
    0 as prs,
    0 as prs_merged
  from {{ ref('session_outcomes') }} as outcomes
  left join ranked on ranked.session_id = outcomes.session_id
),
placed_pull_requests as (
  select
    pull_requests.session_id,
    pull_requests.pr_state,
    coalesce(
      (
        select min(ranked.repository)
        from ranked
        where ranked.session_id = pull_requests.session_id
          and (
            ranked.repositories = 1
            or lower(pull_requests.path) = lower(ranked.repository)
            or lower(pull_requests.path) like '%/' || lower(ranked.repository)
            or lower(ranked.repository) like '%/' || lower(pull_requests.path)
          )
      ),
      pull_requests.path,
      '(no repository)'
    ) as repository
  from pull_requests
),
everything as (
  select created_on, repository, acus, sessions, prs, prs_merged
  from parts
  union all
  select
    outcomes.created_on,
    placed.repository,
    null,
    0,
    1,
    case when placed.pr_state = 'merged' then 1 else 0 end
  from placed_pull_requests as placed
  inner join {{ ref('session_outcomes') }} as outcomes on outcomes.session_id = placed.session_id
)
select
  cast(date_trunc('month', created_on) as date) as month,
  repository,
  cast(sum(sessions) as bigint) as sessions,
  cast(sum(acus) as decimal(38, 9)) as acus,
  cast(sum(prs) as bigint) as prs,
  cast(sum(prs_merged) as bigint) as prs_merged{{ cost('cast(sum(acus) as decimal(38, 9))') }}
from everything
where created_on is not null
group by cast(date_trunc('month', created_on) as date), repository
