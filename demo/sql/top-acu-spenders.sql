-- Who spends most? ACUs of the last 28 days that were read, by e-mail.
SELECT
  coalesce(max_by(user_email, date), user_id) AS "e-mail",
  printf('%.1f', sum(acus)) AS acus,
  count(*) FILTER (WHERE acus > 0) AS active_days,
  printf('%.1f %%', 100 * sum(acus) / sum(sum(acus)) OVER ()) AS share
FROM daily_user_consumption
WHERE date > (SELECT max(date) - 28 FROM daily_user_consumption)
GROUP BY user_id
ORDER BY sum(acus) DESC, user_id
LIMIT 5;
