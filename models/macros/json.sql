{#- What differs between databases: taking JSON apart. For another database define `yourdatabase__json_pairs` and
    `yourdatabase__json_items` in your own project, and put it first in the search order of `dispatch`. -#}

{#- To follow a table in FROM: a row for each property of an object, named `alias`, with `key` and `value` as text. -#}
{% macro json_pairs(column, alias) %}
  {{- return(adapter.dispatch('json_pairs', 'source_devin')(column, alias)) -}}
{% endmacro %}

{% macro default__json_pairs(column, alias) %}
  {{ exceptions.raise_compiler_error('source_devin: json_pairs is not written for ' ~ target.type ~ '; see macros/json.sql.') }}
{% endmacro %}

{% macro postgres__json_pairs(column, alias) -%}
  cross join lateral jsonb_each_text(cast({{ column }} as jsonb)) as {{ alias }}(key, value)
{%- endmacro %}

{% macro duckdb__json_pairs(column, alias) -%}
  cross join lateral (
    select entry.key, json_extract_string(entry.value, '$') as value from json_each({{ column }}) as entry
  ) as {{ alias }}
{%- endmacro %}

{#- To follow a table in FROM: a row for each element of a list, named `alias`, with the element as `value`, of which
    `value ->> 'name'` is a property as text. -#}
{% macro json_items(column, alias) %}
  {{- return(adapter.dispatch('json_items', 'source_devin')(column, alias)) -}}
{% endmacro %}

{% macro default__json_items(column, alias) %}
  {{ exceptions.raise_compiler_error('source_devin: json_items is not written for ' ~ target.type ~ '; see macros/json.sql.') }}
{% endmacro %}

{% macro postgres__json_items(column, alias) -%}
  cross join lateral jsonb_array_elements(cast({{ column }} as jsonb)) as {{ alias }}(value)
{%- endmacro %}

{% macro duckdb__json_items(column, alias) -%}
  cross join lateral (select entry.value from json_each({{ column }}) as entry) as {{ alias }}
{%- endmacro %}

{#- To follow a table in FROM: a row for each text of a list, named `alias`, with the text as `value`. -#}
{% macro json_texts(column, alias) %}
  {{- return(adapter.dispatch('json_texts', 'source_devin')(column, alias)) -}}
{% endmacro %}

{% macro default__json_texts(column, alias) %}
  {{ exceptions.raise_compiler_error('source_devin: json_texts is not written for ' ~ target.type ~ '; see macros/json.sql.') }}
{% endmacro %}

{% macro postgres__json_texts(column, alias) -%}
  cross join lateral jsonb_array_elements_text(cast({{ column }} as jsonb)) as {{ alias }}(value)
{%- endmacro %}

{% macro duckdb__json_texts(column, alias) -%}
  cross join lateral (
    select json_extract_string(entry.value, '$') as value from json_each({{ column }}) as entry
  ) as {{ alias }}
{%- endmacro %}
