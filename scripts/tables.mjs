// The tables of the documentation that are made from the spec and from the list of streams.
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import prettier from 'prettier';

/** The list of streams that `src/streams/index.ts` exports. */
export async function loadStreams(root) {
  const entry = path.join(root, 'src/streams/index.ts');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  const module = { exports: {} };
  const evaluate = new Function('module', 'exports', 'require', '__dirname', outputFiles[0].text);
  evaluate(module, module.exports, createRequire(entry), path.dirname(entry));
  return module.exports.streams;
}

/** The text of a document with its generated tables made anew; `tables` by the name in the marker. */
export async function withTables(text, tables) {
  let result = text;
  for (const [name, table] of Object.entries(tables)) {
    const block = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`, 'g');
    const formatted = await prettier.format(table, { parser: 'markdown', printWidth: 110 });
    result = result.replace(block, (_, start, end) => `${start}\n${formatted}\n${end}`);
  }
  return result;
}

export function configurationTable({ connectionSpecification: { properties, required } }) {
  const rows = Object.entries(properties).map(([name, property]) => [
    code(name),
    describeType(property),
    required.includes(name) ? 'required' : property.default === undefined ? '' : code(property.default),
    property.description,
  ]);
  return markdownTable(['property', 'type', 'default', 'meaning'], rows);
}

function describeType(property) {
  if (property.enum !== undefined) return property.enum.map(code).join(' or ');
  if (property.airbyte_secret) return 'string, secret';
  if (property.format === 'date') return code('YYYY-MM-DD');
  return property.type === 'integer' ? `${property.minimum}–${property.maximum}` : property.type;
}

export function streamsTable(streams) {
  const headings = ['stream', 'what', 'scopes', 'sync modes', 'primary key', 'cursor', 'look-back'];
  const permissions = ['permission, enterprise (older name)', 'permission, organization (older name)'];
  const rows = streams.map((stream) => [
    code(stream.name),
    stream.description,
    stream.scopes.join(', '),
    stream.cursorField === undefined ? 'full refresh' : 'full refresh, incremental',
    stream.primaryKey.map(code).join(', '),
    stream.cursorField === undefined ? '–' : code(stream.cursorField),
    stream.lookback ?? '–',
    describePermission(stream, 'enterprise'),
    describePermission(stream, 'organization'),
    code(stream.endpoint),
  ]);
  return markdownTable([...headings, ...permissions, 'endpoint'], rows);
}

function describePermission(stream, scope) {
  const permission = stream.permission[scope];
  if (permission === undefined || !stream.scopes.includes(scope)) return '–';
  return permission.older === undefined ? permission.name : `${permission.name} (${permission.older})`;
}

function code(value) {
  return `\`${value}\``;
}

function markdownTable(headings, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
