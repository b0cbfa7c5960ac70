-- Which products are the ACUs spent on? One row for each billing day and product that Devin names, new ones included. What
-- Devin does not break out is a row '(not broken out)', so that each day's ACUs sum exactly to daily_consumption. A share
-- over days is sum(acus) / sum(acus) of all products.
--
-- Needs the stream daily_consumption.
with days as (
  select date, cast(acus as decimal(38, 9)) as acus, acus_by_product
  from {{ stream('daily_consumption') }}
),
products as (
  select days.date, product.key as product, cast(product.value as decimal(38, 9)) as acus
  from days
  {{ json_pairs('days.acus_by_product', 'product') }}
  where product.value is not null
),
sums as (
  select date, sum(acus) as acus
  from products
  group by date
),
everything as (
  select date, product, acus
  from products
  union all
  select days.date, '(not broken out)', days.acus - coalesce(sums.acus, 0)
  from days
  left join sums on sums.date = days.date
  where days.acus <> coalesce(sums.acus, 0)
)
select date, product, cast(acus as decimal(38, 9)) as acus{{ cost('acus') }}
from everything
