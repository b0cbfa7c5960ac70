-- Who has a seat and does not use it? Members today: those who never used Devin in the days that were read, then those who did
-- not in the last 28 days, then the others; at most 100. On each row, how many there are of each, and how many people were
-- active in the last 28 days and in the 28 days before.
WITH synced AS (
  SELECT max(date) AS through, min(date) AS since FROM {{ stream('daily_consumption') }}
),
active AS (
  SELECT
    (count(DISTINCT user_id) FILTER (WHERE date > through - 28))::INTEGER AS active,
    CASE WHEN any_value(since <= through - 55)
      THEN (count(DISTINCT user_id) FILTER (WHERE date <= through - 28 AND date > through - 56))::INTEGER END AS active_before
  FROM {{ ref('daily_user_metrics') }}, synced
  WHERE kind = 'user' AND is_active
),
people AS (
  SELECT
    coalesce(user_email, user_id) AS person,
    CASE
      WHEN is_never_used THEN 'never used'
      WHEN last_active_on <= through - 28 THEN 'not in the last 28 days'
      ELSE 'active'
    END AS status,
    last_active_on,
    active_days::INTEGER AS active_days,
    acus::DOUBLE AS acus,
    known_since
  FROM {{ ref('seats') }}, synced
)
SELECT
  people.*,
  (count(*) OVER ())::INTEGER AS members,
  (count(*) FILTER (WHERE status = 'never used') OVER ())::INTEGER AS never_used,
  (count(*) FILTER (WHERE status = 'not in the last 28 days') OVER ())::INTEGER AS idle,
  active.*
FROM people, active
ORDER BY list_position(['never used', 'not in the last 28 days', 'active'], status), last_active_on, person
LIMIT 100;
