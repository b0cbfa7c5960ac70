-- Which sessions cost most, and what came of them? The ten with the most ACUs of those created in the last 28 days that have
-- sessions, and on each row the sums over all sessions of these days and of the 28 days before: ACUs, and those of settled
-- sessions without a merged pull request.
WITH synced AS (
  SELECT max(created_on) AS through, min(created_on) AS since FROM {{ ref('session_outcomes') }}
),
sums AS (
  SELECT
    sum(acus) FILTER (WHERE created_on > through - 28)::DOUBLE AS all_acus,
    sum(acus) FILTER (WHERE created_on > through - 28 AND is_settled AND outcome <> 'merged')::DOUBLE AS unmerged_acus,
    sum(acus) FILTER (WHERE created_on <= through - 28 AND created_on > through - 56 AND since <= through - 55)::DOUBLE AS all_acus_before,
    sum(acus) FILTER (WHERE created_on <= through - 28 AND created_on > through - 56 AND since <= through - 55 AND is_settled AND outcome <> 'merged')::DOUBLE AS unmerged_acus_before
  FROM {{ ref('session_outcomes') }}, synced
)
SELECT
  session_id, title, url, coalesce(user_email, user_id, service_user_id) AS person, created_on, origin,
  acus::DOUBLE AS acus, prs::INTEGER AS prs, prs_merged::INTEGER AS merged, outcome, is_settled, sums.*
FROM {{ ref('session_outcomes') }}, synced, sums
WHERE created_on > through - 28 AND acus > 0
ORDER BY acus DESC, session_id
LIMIT 10;
