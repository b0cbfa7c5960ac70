{#- A further column with what the ACUs cost; nothing where no price per ACU is set. -#}
{% macro cost(acus, name='cost') %}
  {%- set price = var('devin_price_per_acu') -%}
  {%- if price is number -%}
    , {{ acus }} * {{ price }} as {{ name }}
  {%- elif price is not none -%}
    {{ exceptions.raise_compiler_error('devin_price_per_acu must be a number, such as 2.5, and not ' ~ price) }}
  {%- endif -%}
{% endmacro %}
