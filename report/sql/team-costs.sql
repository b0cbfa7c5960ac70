-- What does a merged pull request cost, by team? ACUs and pull requests of each team and month, the last four months; a team
-- is an identity-provider group. The cost is a sum divided by a sum. Pull requests belong to the month in which they were
-- created, so recent months can still get cheaper.
WITH synced AS (
  SELECT min(date) AS since, max(date) AS through FROM {{ ref('daily_team_metrics') }}
)
SELECT
  date_trunc('month', date)::DATE AS month,
  team,
  sum(acus)::DOUBLE AS acus,
  sum(prs_created)::INTEGER AS created,
  sum(prs_merged)::INTEGER AS merged,
  (sum(acus) / nullif(sum(prs_merged), 0))::DOUBLE AS acus_per_merged,
  since <= date_trunc('month', date) AND through >= last_day(date_trunc('month', date)) AS is_whole_month
FROM {{ ref('daily_team_metrics') }}, synced
WHERE date >= date_trunc('month', through) - INTERVAL 3 MONTH
GROUP BY ALL
ORDER BY month, team;
