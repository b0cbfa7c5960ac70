-- Who uses most? ACUs of each person in the last 28 days that were read, their share of the sum of all people, and their ACUs
-- in the 28 days before (empty where those were not read).
WITH synced AS (
  SELECT max(date) AS through, min(date) AS since FROM {{ stream('daily_user_consumption') }}
),
latest AS (
  SELECT * FROM {{ stream('daily_user_consumption') }} WHERE date > (SELECT through - 28 FROM synced)
),
before AS (
  SELECT user_id, sum(acus)::DOUBLE AS acus
  FROM {{ stream('daily_user_consumption') }}, synced
  WHERE date <= through - 28 AND date > through - 56 AND since <= through - 55
  GROUP BY user_id
)
SELECT
  coalesce(max_by(user_email, date), user_id) AS person,
  sum(latest.acus)::DOUBLE AS acus,
  sum(latest.acus)::DOUBLE / nullif((SELECT sum(acus)::DOUBLE FROM latest), 0) AS share,
  (count(*) FILTER (WHERE latest.acus > 0))::INTEGER AS active_days,
  any_value(before.acus) AS acus_before
FROM latest LEFT JOIN before USING (user_id)
GROUP BY user_id
HAVING sum(latest.acus) > 0
ORDER BY acus DESC, person
LIMIT 10;
