-- Does it add up? The rows of the model models/daily_user_metrics.sql by day and kind, with Devin's own total of the
-- day. Sums are exact decimals, so the difference is exactly zero. A day with another difference would come first,
-- then the days with the most ACUs of no listed user, such as people who left before the first sync.
SELECT
  date,
  coalesce(sum(metrics.acus) FILTER (WHERE kind = 'user'), 0) AS people,
  coalesce(sum(metrics.acus) FILTER (WHERE kind = 'service_user'), 0) AS service_users,
  coalesce(sum(metrics.acus) FILTER (WHERE kind = 'unattributed'), 0) AS unattributed,
  any_value(total.acus)::DECIMAL(38, 9) AS daily_consumption,
  daily_consumption - sum(metrics.acus) AS difference
FROM daily_user_metrics AS metrics
JOIN daily_consumption AS total USING (date)
GROUP BY date
ORDER BY abs(difference) DESC, abs(unattributed) DESC, date DESC
LIMIT 5;
