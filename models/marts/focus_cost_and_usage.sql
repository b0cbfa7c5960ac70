-- What does Devin cost, in the columns of the FinOps Open Cost and Usage Specification (FOCUS) 1.2, so that any FinOps tool can
-- load it? One row for each billing day, user or service user, and product. What a day's rows do not make up of Devin's total is
-- a row of its own, with the ResourceId 'unattributed', so that each day's ConsumedQuantity sums exactly to daily_consumption.
--
-- It needs a price. Without devin_price_per_acu there are no rows, because a cost of 0 would be wrong. Prices differ by contract,
-- and Devin's API does not tell them: the costs are the ACUs times that price, and no invoice.
--
--   BilledCost, EffectiveCost, ContractedCost, ListCost   ACUs times the price
--   BillingPeriodStart, BillingPeriodEnd   the billing cycle, or the calendar month where billing_cycles is not synced; UTC
--   ChargePeriodStart, ChargePeriodEnd     the billing day, from 08:00 UTC to 08:00 UTC
--   SkuId                                  the product as Devin names it, or '(not broken out)'
--   x_IsFinal                              false where the connector will read the day again
--
-- Needs the streams members, daily_consumption and daily_user_consumption. Optional: daily_service_user_consumption and
-- billing_cycles.
with totals as (
  select date, org_id, is_final, cast(acus as decimal(38, 9)) as acus, acus_by_product
  from {{ stream('daily_consumption') }}
),
service_users as (
  select date, service_user_id, service_user_name, acus, acus_by_product
  from {{ optional_stream(
    'daily_service_user_consumption',
    'date date, service_user_id varchar, service_user_name varchar, acus double precision, acus_by_product json'
  ) }} as listed
),
owned as (
  select date, user_id as owner_id, 'User' as owner_type, cast(acus as decimal(38, 9)) as acus, cast(acus_by_product as json) as acus_by_product
  from {{ stream('daily_user_consumption') }}
  union all
  select date, service_user_id, 'Service user', cast(acus as decimal(38, 9)), cast(acus_by_product as json)
  from service_users
),
owned_products as (
  select owned.date, owned.owner_id, owned.owner_type, product.key as product, cast(product.value as decimal(38, 9)) as acus
  from owned
  {{ json_pairs('owned.acus_by_product', 'product') }}
  where product.value is not null
),
total_products as (
  select totals.date, product.key as product, cast(product.value as decimal(38, 9)) as acus
  from totals
  {{ json_pairs('totals.acus_by_product', 'product') }}
  where product.value is not null
),
owned_parts as (
  select date, owner_id, owner_type, product, acus
  from owned_products
  union all
  select owned.date, owned.owner_id, owned.owner_type, '(not broken out)', owned.acus - coalesce(sum(products.acus), 0)
  from owned
  left join owned_products as products
    on products.date = owned.date and products.owner_id = owned.owner_id and products.owner_type = owned.owner_type
  group by owned.date, owned.owner_id, owned.owner_type, owned.acus
),
total_parts as (
  select date, product, acus
  from total_products
  union all
  select totals.date, '(not broken out)', totals.acus - coalesce(sum(products.acus), 0)
  from totals
  left join total_products as products on products.date = totals.date
  group by totals.date, totals.acus
),
rest as (
  select date, product, sum(acus) as acus
  from (
    select date, product, acus from total_parts
    union all
    select date, product, -acus from owned_parts where date in (select date from totals)
  ) as differences
  group by date, product
),
everything as (
  select date, owner_id, owner_type, product, acus
  from owned_parts
  union all
  select date, 'unattributed', 'Unattributed', product, acus
  from rest
),
names as (
  select user_id as owner_id, coalesce(email, name) as owner_name
  from {{ stream('members') }}
  union all
  select service_user_id, max(service_user_name)
  from service_users
  group by service_user_id
),
cycles as (
  select
    cast(cycle_start_at at time zone 'UTC' as timestamp) as starts_at,
    cast(cycle_end_at at time zone 'UTC' as timestamp) as ends_at
  from {{ optional_stream('billing_cycles', 'cycle_start_at timestamp with time zone, cycle_end_at timestamp with time zone') }} as listed
),
charges as (
  select
    everything.*,
    names.owner_name,
    coalesce(totals.org_id, 'enterprise') as account,
    totals.is_final,
    cast(everything.date as timestamp) + interval '8 hours' as starts_at,
    cast(everything.acus * {{ price() }} as decimal(38, 9)) as cost
  from everything
  left join totals on totals.date = everything.date
  left join names on names.owner_id = everything.owner_id
  where everything.acus <> 0
)
select
  charges.cost as "BilledCost",
  charges.account as "BillingAccountId",
  cast('Devin' as varchar) as "BillingAccountName",
  case when charges.account = 'enterprise' then 'Enterprise' else 'Organization' end as "BillingAccountType",
  {{ currency() }} as "BillingCurrency",
  coalesce(cycles.ends_at, cast(date_trunc('month', charges.date) as timestamp) + interval '1 month') as "BillingPeriodEnd",
  coalesce(cycles.starts_at, cast(date_trunc('month', charges.date) as timestamp)) as "BillingPeriodStart",
  'Usage' as "ChargeCategory",
  cast(null as varchar) as "ChargeClass",
  'ACUs of ' || charges.product as "ChargeDescription",
  'Usage-Based' as "ChargeFrequency",
  charges.starts_at + interval '1 day' as "ChargePeriodEnd",
  charges.starts_at as "ChargePeriodStart",
  charges.acus as "ConsumedQuantity",
  'ACU' as "ConsumedUnit",
  charges.cost as "ContractedCost",
  cast({{ price() }} as decimal(38, 9)) as "ContractedUnitPrice",
  charges.cost as "EffectiveCost",
  'Cognition AI' as "InvoiceIssuerName",
  charges.cost as "ListCost",
  cast({{ price() }} as decimal(38, 9)) as "ListUnitPrice",
  'Standard' as "PricingCategory",
  {{ currency() }} as "PricingCurrency",
  charges.acus as "PricingQuantity",
  'ACU' as "PricingUnit",
  'Cognition AI' as "ProviderName",
  'Cognition AI' as "PublisherName",
  charges.owner_id as "ResourceId",
  charges.owner_name as "ResourceName",
  charges.owner_type as "ResourceType",
  'AI and Machine Learning' as "ServiceCategory",
  'Devin' as "ServiceName",
  'Generative AI' as "ServiceSubcategory",
  charges.product as "SkuId",
  'ACU' as "SkuMeter",
  'ACU/' || charges.product as "SkuPriceId",
  charges.is_final as "x_IsFinal"
from charges
left join cycles on charges.starts_at >= cycles.starts_at and charges.starts_at < cycles.ends_at
where {{ only_with_price() }}
