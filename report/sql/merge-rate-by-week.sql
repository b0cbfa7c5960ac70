-- Does it get merged? Pull requests by the week in which Devin created them, by their state when they were read; the last
-- complete weeks, each named by its Monday. A rate is a sum divided by a sum. Open pull requests may merge later, so
-- the rates of recent weeks can still rise.
SELECT
  date_trunc('week', date)::DATE AS week,
  sum(prs_created_count)::INTEGER AS created,
  sum(prs_merged_count)::INTEGER AS merged,
  sum(prs_closed_count)::INTEGER AS closed,
  sum(prs_opened_count)::INTEGER AS open,
  sum(prs_merged_count)::DOUBLE / nullif(sum(prs_created_count)::DOUBLE, 0) AS merge_rate,
  coalesce(bool_and(is_final), true) AS is_final
FROM {{ stream('daily_pr_metrics') }}
GROUP BY week
HAVING count(*) = 7
  AND week > (SELECT date_trunc('week', max(date) + 1) - INTERVAL {{ var('weeks') }} WEEK - INTERVAL 1 WEEK FROM {{ stream('daily_pr_metrics') }})
ORDER BY week;
