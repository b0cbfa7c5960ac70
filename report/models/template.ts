/** What the templates of SQL are filled with. The models use dbt's way to write them. */
export interface Filling {
  readonly scope: 'enterprise' | 'organization';
  /** Whether there is a table of that stream. */
  readonly has: (stream: string) => boolean;
  /** The price of an ACU. */
  readonly price?: number | undefined;
  readonly currency: string;
  readonly vars: Readonly<Record<string, number>>;
}

/** Names that a template uses. */
export interface Uses {
  /** Streams that it cannot do without. */
  readonly streams: readonly string[];
  readonly optional: readonly string[];
  readonly models: readonly string[];
  /** The only scope in which it makes sense, if there is one. */
  readonly scope: string | undefined;
}

export function usesOf(template: string): Uses {
  const named = (macro: string) => [
    ...new Set(
      [...template.matchAll(new RegExp(`\\b${macro}\\(\\s*'(\\w+)'`, 'g'))].map(([, name = '']) => name),
    ),
  ];
  const [, scope] = /enabled=var\('devin_scope'\) == '(\w+)'/.exec(template) ?? [];
  const conditional = template.replace(branches, '');
  const always = (name: string) => usesStream(conditional, name);
  return {
    streams: named('(?<!optional_)stream').filter(always),
    optional: [...named('optional_stream'), ...named('(?<!optional_)stream').filter((name) => !always(name))],
    models: named('ref').filter((name) => name !== 'user_team'),
    scope,
  };
}

const branches = /\{%-?\s*if var\('devin_scope'\) == '(\w+)'\s*-?%\}([^]*?)\{%-?\s*endif\s*-?%\}/g;

function usesStream(template: string, name: string): boolean {
  return template.includes(`stream('${name}'`);
}

/** SQL for DuckDB. Throws where the template uses what is not known here. */
export function render(template: string, filling: Filling): string {
  return template
    .replace(branches, (_, scope: string, body: string) => (scope === filling.scope ? body : ''))
    .replace(/\{\{-?\s*([^]*?)\s*-?\}\}/g, (_, call: string) => value(call, filling))
    .trim();
}

function value(call: string, filling: Filling): string {
  const [, macro = '', given = ''] = /^(\w+)\(([^]*)\)$/.exec(call) ?? [];
  const args = [...given.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
  const [first = '', second = ''] = args;
  const fill = macros[macro];
  if (!fill) throw new Error(`A template calls ${call}, which is not known here.`);
  return fill(first, second, filling);
}

type Macro = (first: string, second: string, filling: Filling) => string;

const macros: Readonly<Record<string, Macro | undefined>> = {
  config: () => '',
  stream: (name) => name,
  optional_stream: (name, columns, { has }) => (has(name) ? name : emptyTable(columns)),
  ref: (name) => (name === 'user_team' ? emptyTable('user_key varchar, team varchar') : name),
  cost: (acus, name, { price }) =>
    price === undefined ? '' : `, ${acus} * ${String(price)} as ${name || 'cost'}`,
  price: (_first, _second, { price }) => (price === undefined ? 'null' : String(price)),
  only_with_price: (_first, _second, { price }) => (price === undefined ? '1 = 0' : '1 = 1'),
  currency: (_first, _second, { currency }) => `'${currency}'`,
  var: (name, _second, { vars }) => {
    if (vars[name] === undefined) throw new Error(`A template uses the variable ${name}, which is not set.`);
    return String(vars[name]);
  },
  json_pairs: (column, alias) =>
    `cross join lateral (select entry.key, json_extract_string(entry.value, '$') as value from json_each(${column}) as entry) as ${alias}`,
  json_items: (column, alias) =>
    `cross join lateral (select entry.value from json_each(${column}) as entry) as ${alias}`,
  json_texts: (column, alias) =>
    `cross join lateral (select json_extract_string(entry.value, '$') as value from json_each(${column}) as entry) as ${alias}`,
};

function emptyTable(columns: string): string {
  const nulls = columns.split(', ').map((column) => {
    const [name = '', ...type] = column.split(' ');
    return `cast(null as ${type.join(' ')}) as ${name}`;
  });
  return `(select ${nulls.join(', ')} where 1 = 0)`;
}
