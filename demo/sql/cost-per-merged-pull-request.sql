-- What does a merged pull request cost, by person? The last 28 days that were read, from the model
-- models/daily_user_metrics.sql. The cost is a sum divided by a sum, and empty where nothing has merged. Pull requests
-- belong to the day on which they were created, so recent ones may still merge.
SELECT
  coalesce(user_email, user_id) AS person,
  round(sum(acus), 1) AS acus,
  printf('%.1f %%', 100 * sum(acus) / sum(sum(acus)) OVER ()) AS share,
  sum(prs_created) AS prs_created,
  sum(prs_merged) AS prs_merged,
  printf('%.2f', sum(acus) / nullif(sum(prs_merged), 0)) AS acus_per_merged
FROM daily_user_metrics
WHERE kind = 'user' AND date > (SELECT max(date) - 28 FROM daily_user_metrics)
GROUP BY coalesce(user_email, user_id)
ORDER BY sum(acus) DESC, person
LIMIT 5;
