-- How long will it last? The billing cycle of the last day that was read, day by day: ACUs used so far and what is left
-- of the enterprise's limit, if there is one. Later days are a forecast: each uses the average
-- of the last seven days. used_before is what the cycle before had used after as many days.
WITH read AS (
  SELECT max(date) AS through FROM {{ stream('daily_consumption') }} AS daily
),
cycle AS (
  SELECT cycle_start_at::DATE AS first_day, cycle_end_at::DATE - 1 AS last_day, through
  FROM {{ stream('billing_cycles') }}, read
  WHERE through BETWEEN cycle_start_at::DATE AND cycle_end_at::DATE - 1
  LIMIT 1
),
pace AS (
  SELECT avg(acus)::DOUBLE AS acus FROM {{ stream('daily_consumption') }} AS daily, read WHERE date > through - 7
),
days AS (
  SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS date, first_day, through FROM cycle
),
used AS (
  SELECT
    days.date,
    days.date > through AS is_forecast,
    CASE WHEN days.date > through THEN pace.acus ELSE coalesce(daily.acus::DOUBLE, 0) END AS acus
  FROM days CROSS JOIN pace LEFT JOIN {{ stream('daily_consumption') }} AS daily USING (date)
),
-- The same number of days of the cycle before; nothing where they were not all read.
before AS (
  SELECT CASE WHEN count(*) = any_value(cycle.through - cycle.first_day) + 1 THEN sum(daily.acus)::DOUBLE END AS used
  FROM cycle
  JOIN {{ stream('billing_cycles') }} AS earlier ON earlier.cycle_end_at::DATE = cycle.first_day
  JOIN {{ stream('daily_consumption') }} AS daily
    ON daily.date BETWEEN earlier.cycle_start_at::DATE AND earlier.cycle_start_at::DATE + (cycle.through - cycle.first_day)::INTEGER
),
cycle_limit AS (
  SELECT max(cycle_acu_limit)::DOUBLE AS acus FROM {{ optional_stream('acu_limits', 'scope varchar, cycle_acu_limit bigint') }} AS listed WHERE scope = 'enterprise'
)
SELECT
  date,
  used.acus AS acus,
  sum(used.acus) OVER (ORDER BY date) AS used_so_far,
  cycle_limit.acus AS acu_limit,
  cycle_limit.acus - sum(used.acus) OVER (ORDER BY date) AS remaining,
  is_forecast,
  before.used AS used_before
FROM used, cycle_limit, before
ORDER BY date;
