-- What does each playbook cost, and what is delivered with it? One row for each month, in which sessions were created, and
-- playbook; sessions without one are '(no playbook)'.
--
--   month             its first day
--   playbook          its title; its id where playbooks is not synced, or the playbook is gone
--   acus              null where Devin meters nothing
--   sessions_merged   sessions with at least one merged pull request
--
-- Needs the model session_outcomes. Optional: the stream playbooks, for the titles.
with playbooks as (
  select playbook_id, title
  from {{ optional_stream('playbooks', 'playbook_id varchar, title varchar') }} as listed
)
select
  cast(date_trunc('month', outcomes.created_on) as date) as month,
  coalesce(outcomes.playbook_id, '(no playbook)') as playbook_id,
  coalesce(max(playbooks.title), outcomes.playbook_id, '(no playbook)') as playbook,
  count(*) as sessions,
  cast(sum(outcomes.acus) as decimal(38, 9)) as acus,
  cast(sum(outcomes.prs) as bigint) as prs,
  cast(sum(outcomes.prs_merged) as bigint) as prs_merged,
  count(case when outcomes.outcome = 'merged' then 1 end) as sessions_merged{{ cost('cast(sum(outcomes.acus) as decimal(38, 9))') }}
from {{ ref('session_outcomes') }} as outcomes
left join playbooks on playbooks.playbook_id = outcomes.playbook_id
where outcomes.created_on is not null
group by cast(date_trunc('month', outcomes.created_on) as date), outcomes.playbook_id
