// The shapes of Devin's answers, from docs/reference/devin-openapi.yaml: only what `diagnose` compares answers with.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const kept = ['type', 'enum', 'const', 'required', 'items', 'properties', 'additionalProperties'];
const combined = ['oneOf', 'anyOf', 'allOf'];

/** Every path with the shape of its answer, and the shapes that they name. One line for each, to keep the file readable. */
export function apiShapes(root) {
  const text = readFileSync(path.join(root, 'docs/reference/devin-openapi.yaml'), 'utf8');
  const { paths, components } = parse(text);
  const answers = Object.entries(paths).flatMap(([name, { get }]) => {
    const schema = get?.responses['200']?.content?.['application/json']?.schema;
    return schema === undefined ? [] : [[name, compact(schema)]];
  });
  const shapes = Object.entries(components.schemas).map(([name, schema]) => [name, compact(schema)]);
  return `{\n"paths": {\n${lines(answers)}\n},\n"shapes": {\n${lines(shapes)}\n}\n}\n`;
}

function lines(entries) {
  return entries.map(([name, shape]) => `${JSON.stringify(name)}: ${JSON.stringify(shape)}`).join(',\n');
}

/** A schema without descriptions, formats and limits. `$ref` becomes the name of the shape. */
function compact(schema) {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema.$ref !== undefined) return { ref: schema.$ref.split('/').at(-1) };
  const entries = Object.entries(schema).flatMap(([key, value]) => {
    if (combined.includes(key)) return [[key, value.map(compact)]];
    if (key === 'properties') return [[key, eachOf(value)]];
    return kept.includes(key) ? [[key, Array.isArray(value) ? value : compact(value)]] : [];
  });
  return Object.fromEntries(entries);
}

function eachOf(properties) {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, compact(schema)]));
}
