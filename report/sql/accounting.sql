-- Does it add up? Devin's total of each week's ACUs, with the sums of all people and of all service users. The
-- difference belongs to no listed user, for example to people who left before the first sync. The rows are the
-- last weeks, each named by its Monday. The first and the last may have fewer than seven days.
WITH users AS (
  SELECT date, sum(acus)::DOUBLE AS acus FROM {{ stream('daily_user_consumption') }} GROUP BY date
),
service_users AS (
  SELECT date, sum(acus)::DOUBLE AS acus FROM {{ optional_stream('daily_service_user_consumption', 'date date, acus double') }} AS listed GROUP BY date
)
SELECT
  date_trunc('week', total.date)::DATE AS week,
  count(*)::INTEGER AS days,
  sum(total.acus)::DOUBLE AS total,
  coalesce(sum(users.acus), 0) AS users,
  coalesce(sum(service_users.acus), 0) AS service_users,
  round(sum(total.acus)::DOUBLE - coalesce(sum(users.acus), 0) - coalesce(sum(service_users.acus), 0), 6) AS unattributed,
  coalesce(bool_and(total.is_final), true) AS is_final
FROM {{ stream('daily_consumption') }} AS total
LEFT JOIN users USING (date)
LEFT JOIN service_users USING (date)
WHERE date_trunc('week', total.date) > (SELECT date_trunc('week', max(date)) - INTERVAL {{ var('weeks') }} WEEK FROM {{ stream('daily_consumption') }})
GROUP BY week
ORDER BY week;
