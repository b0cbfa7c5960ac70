-- What is it spent on? ACUs by billing day and product: the last 90 days that were read, and every product that Devin
-- sends. A rest of a day's total that no product has is called "other".
WITH days AS (
  SELECT date, acus::DOUBLE AS acus, acus_by_product::JSON AS products
  FROM daily_consumption
  WHERE date > (SELECT max(date) - 90 FROM daily_consumption)
),
by_product AS (
  SELECT date, product.key AS product, coalesce(product.value::DOUBLE, 0) AS acus
  FROM days, json_each(products) AS product
),
rest AS (
  SELECT date, 'other' AS product, days.acus - coalesce(sum(by_product.acus), 0) AS acus
  FROM days LEFT JOIN by_product USING (date)
  GROUP BY date, days.acus
)
SELECT date, product, acus FROM by_product
UNION ALL
SELECT date, product, acus FROM rest WHERE abs(acus) > 0.000001
ORDER BY date, product;
