{#- A further column with what the ACUs cost; nothing where no price per ACU is set. -#}
{% macro cost(acus, name='cost') %}
  {%- if source_devin.price() != 'null' -%}
    , {{ acus }} * {{ source_devin.price() }} as {{ name }}
  {%- endif -%}
{% endmacro %}

{#- The price of an ACU as a number in SQL; null where none is set. -#}
{% macro price() %}
  {%- set price = var('devin_price_per_acu') -%}
  {%- if price is number -%}
    {{- return(price | string) -}}
  {%- elif price is not none -%}
    {{ exceptions.raise_compiler_error('devin_price_per_acu must be a number, such as 2.5, and not ' ~ price) }}
  {%- endif -%}
  {{- return('null') -}}
{% endmacro %}

{#- A condition that holds where a price is set. Where none is, a warning says why the model has no rows. -#}
{% macro only_with_price() %}
  {%- if source_devin.price() == 'null' -%}
    {%- if execute -%}
      {%- do exceptions.warn(model.name ~ ' has no rows, because devin_price_per_acu is not set') -%}
    {%- endif -%}
    {{- return('1 = 0') -}}
  {%- endif -%}
  {{- return('1 = 1') -}}
{% endmacro %}

{#- The code of the price's currency, as text in SQL. -#}
{% macro currency() %}
  {{- return("'" ~ var('devin_currency') ~ "'") -}}
{% endmacro %}
