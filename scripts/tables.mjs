// The tables of the documentation that are made from the spec and from the list of streams.
import prettier from 'prettier';
import { loadTypeScript } from './load-typescript.mjs';
import { factsOf, mayChange } from './streams-page.mjs';

/** The list of streams that `src/streams/index.ts` exports. */
export async function loadStreams(root) {
  const { streams } = await loadTypeScript(root, 'src/streams/index.ts');
  return streams;
}

/** The text of a document with its generated tables up to date; `tables` by the name in the marker. */
export async function withTables(text, tables) {
  let result = text;
  for (const [name, table] of Object.entries(tables)) {
    const block = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`, 'g');
    const formatted = await prettier.format(table, { parser: 'markdown', printWidth: 110 });
    result = result.replace(block, (_, start, end) => `${start}\n${formatted}\n${end}`);
  }
  return result;
}

/** A line for each property: a list, because descriptions with addresses make a table too wide. */
export function configurationList({ connectionSpecification: { properties, required } }) {
  return Object.entries(properties)
    .map(
      ([name, property]) =>
        `- ${code(name)} (${describeProperty(name, property, required)}): ${property.description}`,
    )
    .join('\n');
}

function describeProperty(name, property, required) {
  if (required.includes(name)) return `${describeType(property)}; required`;
  if (property.default === undefined) return describeType(property);
  return `${describeType(property)}; default ${code(property.default)}`;
}

function describeType(property) {
  if (property.enum !== undefined) return property.enum.map(code).join(' or ');
  if (property.airbyte_secret) return 'string, secret';
  if (property.format === 'date') return code('YYYY-MM-DD');
  return property.type === 'integer' ? `${property.minimum}–${property.maximum}` : property.type;
}

/** The streams by what they are about, for README.md. */
export function streamsTable(streams, facts) {
  const groups = new Map();
  for (const stream of streams) {
    const { group } = factsOf(facts, stream);
    groups.set(group, [...(groups.get(group) ?? []), code(stream.name)]);
  }
  const rows = [...groups].map(([group, names]) => [group, names.join(', ')]);
  return markdownTable(['about', 'streams'], rows);
}

/** The permissions of each stream, the newer name before the older, for docs/devin.md. */
export function permissionsTable(streams) {
  const rows = streams.map((stream) => [
    `[${code(stream.name)}](streams.md#${stream.name})`,
    describePermission(stream, 'enterprise'),
    describePermission(stream, 'organization'),
  ]);
  return markdownTable(['stream', 'enterprise (older name)', 'organization (older name)'], rows);
}

function describePermission(stream, scope) {
  const permission = stream.permission[scope];
  if (permission === undefined || !stream.scopes.includes(scope)) return '–';
  const name = mayChange(permission) ? `${permission.name} ✎` : permission.name;
  return permission.older === undefined ? name : `${name} (${permission.older})`;
}

function code(value) {
  return `\`${value}\``;
}

export function markdownTable(headings, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
