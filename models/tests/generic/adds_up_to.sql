{#- Fails for every day of a stream whose figure is not exactly the sum of the day's rows. -#}
{% test adds_up_to(model, column_name, stream, figure, only='1 = 1') %}
with sums as (
  select date, sum({{ column_name }}) as found
  from {{ model }}
  where {{ only }}
  group by date
)
select total.date, total.{{ figure }} as expected, sums.found
from {{ source_devin.stream(stream) }} as total
left join sums on sums.date = total.date
where cast(total.{{ figure }} as decimal(38, 9)) <> coalesce(sums.found, 0)
{% endtest %}
