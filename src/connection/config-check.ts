import type { Config } from './config';
import { isObject } from '../devin/http/answer';
import { packageFile } from '../package-file';
import { problemWith, type Schema } from '../sync/state/schema-check';

interface PropertySchema extends Schema {
  readonly default?: unknown;
  readonly airbyte_secret?: boolean;
}

interface ConfigSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
}

export interface Checked {
  /** The valid properties, trimmed, with defaults for the ones that were left out. */
  readonly valid: Partial<Config>;
  /** One sentence for each invalid property, with its name and the allowed values. Never quotes a value. */
  readonly problems: readonly string[];
}

/** Devin has no data before this day. */
export const firstDay = '2023-01-01';

/** Checks the configuration against the generated spec, and finds all problems at once. */
export function checkAgainstSpec(raw: unknown): Checked {
  if (!isObject(raw)) {
    return { valid: {}, problems: ['The configuration must be a JSON object with scope and api_key.'] };
  }
  const spec = packageFile('resources', 'spec.json') as { connectionSpecification: ConfigSchema };
  const schema = spec.connectionSpecification;
  const values = tidy(raw, schema);
  const refused = refusedProperties(values, schema);
  return {
    valid: Object.fromEntries(Object.entries(values).filter(([name]) => !refused.has(name))),
    problems: Object.entries(schema.properties)
      .filter(([name]) => refused.has(name))
      .map(([name, property]) => describeProblem(name, property, values[name])),
  };
}

/**
 * The known properties with a value, and defaults for the others. A form may send null or an empty text for an empty
 * field.
 */
function tidy(raw: object, { properties }: ConfigSchema): Record<string, unknown> {
  const defaults = Object.entries(properties)
    .filter(([, property]) => property.default !== undefined)
    .map(([name, property]): [string, unknown] => [name, property.default]);
  const typed = Object.entries(raw)
    .filter(([name]) => Object.hasOwn(properties, name))
    .map(([name, value]): [string, unknown] => [name, typeof value === 'string' ? value.trim() : value])
    .filter(([name, value]) => value != null && !(value === '' && properties[name]?.type === 'string'));
  return Object.fromEntries([...defaults, ...typed]);
}

/** The names of the properties that are missing or invalid. */
function refusedProperties(
  values: Readonly<Record<string, unknown>>,
  { properties, required }: ConfigSchema,
): ReadonlySet<string> {
  const isRefused = ([name, property]: [string, PropertySchema]) =>
    Object.hasOwn(values, name)
      ? problemWith(values[name], property, name) !== undefined
      : required.includes(name);
  return new Set(
    Object.entries(properties)
      .filter(isRefused)
      .map(([name]) => name),
  );
}

function describeProblem(name: string, property: PropertySchema, value: unknown): string {
  if (value === undefined) return `${name} is missing: it must be ${describeAllowed(property)}.`;
  const unquoted = typeof value === 'string' && property.type !== 'string' ? ', written without quotes' : '';
  return `${name} must be ${describeAllowed(property)}${unquoted}.`;
}

function describeAllowed(property: PropertySchema): string {
  if (property.type === 'boolean') return 'true or false';
  if (property.type === 'integer') {
    return `a whole number from ${String(property.minimum)} to ${String(property.maximum)}`;
  }
  if (property.enum !== undefined) return property.enum.map((value) => `"${String(value)}"`).join(' or ');
  if (property.airbyte_secret) return 'the key of a Devin service user or a personal access token (cog_…)';
  if (property.format !== 'date') return 'text in quotes';
  return `a real calendar date written YYYY-MM-DD, from ${firstDay} on`;
}
