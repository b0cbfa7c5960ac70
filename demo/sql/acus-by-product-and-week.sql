-- What is it spent on? ACUs by product and week; a week is named by its Monday, and has fewer than seven days
-- if the sync started or ended within it. Every product that Devin sends gets a column.
PIVOT (
  SELECT
    date_trunc('week', date)::DATE AS week,
    count(DISTINCT date) OVER (PARTITION BY date_trunc('week', date)) AS days,
    product.key AS product,
    product.value::DOUBLE AS acus
  FROM daily_user_consumption, json_each(acus_by_product) AS product
)
ON product
USING printf('%.1f', coalesce(sum(acus), 0))
GROUP BY week, days
ORDER BY week DESC
LIMIT 6;
