-- How long will it last? The billing cycle of the last day that was read, day by day: ACUs used so far and what is left
-- of the enterprise's limit, if there is one. Later days are a forecast: each uses the average
-- of the last seven days.
WITH read AS (
  SELECT max(date) AS through FROM daily_consumption
),
cycle AS (
  SELECT cycle_start_at::DATE AS first_day, cycle_end_at::DATE - 1 AS last_day, through
  FROM billing_cycles, read
  WHERE through BETWEEN cycle_start_at::DATE AND cycle_end_at::DATE - 1
  LIMIT 1
),
pace AS (
  SELECT avg(acus)::DOUBLE AS acus FROM daily_consumption, read WHERE date > through - 7
),
days AS (
  SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS date, first_day, through FROM cycle
),
used AS (
  SELECT
    days.date,
    days.date > through AS is_forecast,
    CASE WHEN days.date > through THEN pace.acus ELSE coalesce(daily_consumption.acus::DOUBLE, 0) END AS acus
  FROM days CROSS JOIN pace LEFT JOIN daily_consumption USING (date)
),
cycle_limit AS (
  SELECT max(cycle_acu_limit)::DOUBLE AS acus FROM acu_limits WHERE scope = 'enterprise'
)
SELECT
  date,
  used.acus AS acus,
  sum(used.acus) OVER (ORDER BY date) AS used_so_far,
  cycle_limit.acus AS acu_limit,
  cycle_limit.acus - sum(used.acus) OVER (ORDER BY date) AS remaining,
  is_forecast
FROM used, cycle_limit
ORDER BY date;
