-- Who will run out of ACUs? Users with a limit of their own in the billing cycle, the fullest first, with the days that the rest
-- lasts at the rate of the last seven days.
SELECT
  coalesce(user_email, user_id) AS person,
  limit_acus::DOUBLE AS limit_acus,
  acus::DOUBLE AS acus,
  acus::DOUBLE / nullif(limit_acus, 0) AS share,
  acus_per_day::DOUBLE AS acus_per_day,
  days_to_exhaustion::INTEGER AS days_to_exhaustion,
  exhausted_on,
  cycle_last_date,
  is_near
FROM {{ ref('near_limit_users') }}
ORDER BY is_near DESC, share DESC, person
LIMIT 20;
