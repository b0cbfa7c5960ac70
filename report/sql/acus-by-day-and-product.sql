-- What is it spent on? ACUs by billing day and product: the last days that were read, and every product that Devin sends. A rest of a day's total that no product has is called "other".
WITH days AS (
  SELECT date, acus::DOUBLE AS acus, acus_by_product::JSON AS products, coalesce(is_final, true) AS is_final
  FROM {{ stream('daily_consumption') }}
  WHERE date > (SELECT max(date) - {{ var('days') }} FROM {{ stream('daily_consumption') }})
),
by_product AS (
  SELECT date, product.key AS product, coalesce(product.value::DOUBLE, 0) AS acus, is_final
  FROM days, json_each(products) AS product
),
rest AS (
  SELECT date, 'other' AS product, days.acus - coalesce(sum(by_product.acus), 0) AS acus, days.is_final
  FROM days LEFT JOIN by_product USING (date)
  GROUP BY date, days.acus, days.is_final
)
SELECT date, product, acus, is_final FROM by_product
UNION ALL
SELECT date, product, acus, is_final FROM rest WHERE abs(acus) > 0.000001
ORDER BY date, product;
