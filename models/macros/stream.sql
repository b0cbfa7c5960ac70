{#- The table of a stream that a model cannot do without. -#}
{% macro stream(name) %}
  {{- source('devin', name) -}}
{% endmacro %}

{#- The table of a stream that a connection may not have: it does not exist in every scope, or needs a permission of its
    own. Where there is no such table, an empty one with these columns stands in for it. -#}
{% macro optional_stream(name, columns) %}
  {%- set relation = source('devin', name) -%}
  {%- if execute and load_relation(relation) is none -%}
    {%- set nulls = [] -%}
    {%- for column in columns.split(', ') -%}
      {%- set parts = column.split(' ', 1) -%}
      {%- do nulls.append('cast(null as ' ~ parts[1] ~ ') as ' ~ parts[0]) -%}
    {%- endfor -%}
    (select {{ nulls | join(', ') }} where 1 = 0)
  {%- else -%}
    {{ relation }}
  {%- endif -%}
{% endmacro %}
