-- Which days were out of the ordinary? Each day against the days of its kind, working days or weekends, in the eight weeks before:
-- their median, and five times the median of their distances from it (MAD) as the bounds.
SELECT
  date,
  day_kind,
  acus::DOUBLE AS acus,
  usual_acus::DOUBLE AS usual,
  lower_acus::DOUBLE AS lower,
  upper_acus::DOUBLE AS upper,
  is_unusual,
  coalesce(is_final, true) AS is_final,
  coalesce(top_user_email, top_user_id) AS top_user,
  top_user_acus::DOUBLE AS top_user_acus
FROM {{ ref('usage_anomalies') }}
WHERE date > (SELECT max(date) - {{ var('days') }} FROM {{ ref('usage_anomalies') }})
ORDER BY date;
