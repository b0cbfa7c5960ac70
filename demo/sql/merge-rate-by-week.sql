-- Does it get merged? Pull requests by the week in which Devin created them. A week is named by its Monday. A rate
-- is a sum divided by a sum. Rates of recent weeks can still rise, because open pull requests may merge later.
SELECT
  date_trunc('week', date)::DATE AS week,
  count(*) AS days,
  sum(prs_created_count) AS created,
  sum(prs_merged_count) AS merged,
  sum(prs_closed_count) AS closed,
  sum(prs_opened_count) AS still_open,
  printf('%.0f %%', 100 * sum(prs_merged_count) / nullif(sum(prs_created_count), 0)) AS merge_rate
FROM daily_pr_metrics
GROUP BY week
ORDER BY week DESC
LIMIT 6;
