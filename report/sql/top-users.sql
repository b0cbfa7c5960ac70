-- Who spends most? ACUs of each person in the last 28 days that were read, and their share of the sum of all people.
WITH latest AS (
  SELECT * FROM daily_user_consumption
  WHERE date > (SELECT max(date) - 28 FROM daily_user_consumption)
)
SELECT
  coalesce(max_by(user_email, date), user_id) AS person,
  sum(acus)::DOUBLE AS acus,
  sum(acus)::DOUBLE / nullif((SELECT sum(acus)::DOUBLE FROM latest), 0) AS share,
  (count(*) FILTER (WHERE acus > 0))::INTEGER AS active_days
FROM latest
GROUP BY user_id
HAVING sum(acus) > 0
ORDER BY acus DESC, person
LIMIT 10;
