-- Where do the ACUs go? Sessions by repository, playbook, automation, origin and mode, with what was merged. The month is the
-- last whole one that was read, or else the current one, and is compared with the one before. The five with the most ACUs of
-- each kind; a session counts once in each kind.
WITH synced AS (
  SELECT max(created_on) AS through FROM {{ ref('session_outcomes') }}
),
chosen AS (
  SELECT
    CASE
      WHEN through = last_day(through) THEN date_trunc('month', through)::DATE
      WHEN EXISTS (SELECT 1 FROM {{ ref('session_outcomes') }} WHERE created_on < date_trunc('month', through))
        THEN (date_trunc('month', through) - INTERVAL 1 MONTH)::DATE
      ELSE date_trunc('month', through)::DATE
    END AS month
  FROM synced
),
parts AS (
  SELECT 'repository' AS kind, month, repository AS name, sessions, acus, prs_merged FROM {{ ref('repository_costs') }}
  UNION ALL
  SELECT 'playbook', month, playbook, sessions, acus, prs_merged FROM {{ ref('playbook_costs') }}
  UNION ALL
  SELECT kind, date_trunc('month', created_on)::DATE, name, 1, acus, prs_merged
  FROM (
    SELECT
      created_on, acus, prs_merged,
      unnest([
        {'kind': 'automation', 'name': coalesce(automation_id, '(no automation)')},
        {'kind': 'origin', 'name': coalesce(origin, '(unknown)')},
        {'kind': 'mode', 'name': coalesce(devin_mode, '(unknown)')}
      ], recursive := true)
    FROM {{ ref('session_outcomes') }}
  )
),
sums AS (
  SELECT kind, name, parts.month, sum(sessions)::INTEGER AS sessions, sum(acus)::DOUBLE AS acus, sum(prs_merged)::INTEGER AS merged
  FROM parts
  GROUP BY ALL
),
compared AS (
  SELECT
    sums.kind, sums.name, sums.month, sums.sessions, coalesce(sums.acus, 0) AS acus, sums.merged,
    sums.acus / nullif(sums.merged, 0) AS acus_per_merged,
    before.acus / nullif(before.merged, 0) AS acus_per_merged_before
  FROM sums
  JOIN chosen USING (month)
  LEFT JOIN sums AS before
    ON before.kind = sums.kind AND before.name = sums.name AND before.month = sums.month - INTERVAL 1 MONTH
)
SELECT kind, name, month, sessions, acus, acus / nullif(sum(acus) OVER (PARTITION BY kind), 0) AS share, merged, acus_per_merged,
  acus_per_merged_before
FROM compared
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY acus DESC, name) <= 5
ORDER BY list_position(['repository', 'playbook', 'automation', 'origin', 'mode'], kind), acus DESC, name;
