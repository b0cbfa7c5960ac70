import type { Config } from './config';
import { packageFile } from './resources';
import { isDay } from './sync/days';

interface TextSchema {
  readonly type: 'string';
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly airbyte_secret?: boolean;
}

interface IntegerSchema {
  readonly type: 'integer';
  readonly minimum: number;
  readonly maximum: number;
}

type PropertySchema = TextSchema | IntegerSchema | { readonly type: 'boolean' };

interface ConfigSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
}

export interface Checked {
  /** The properties that satisfy the spec, trimmed, with defaults for those that were left out. */
  readonly valid: Partial<Config>;
  /** One sentence for each property that does not, naming it and what is allowed. Never quotes a value. */
  readonly problems: readonly string[];
}

/** Checks what the user typed against the generated spec; all of it, however much is wrong. */
export async function checkAgainstSpec(raw: unknown): Promise<Checked> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { valid: {}, problems: ['The configuration must be a JSON object with scope and api_key.'] };
  }
  const spec = packageFile('resources', 'spec.json') as { connectionSpecification: ConfigSchema };
  const schema = spec.connectionSpecification;
  const values = tidy(raw, schema);
  const refused = await refusedProperties(values, schema);
  return {
    valid: Object.fromEntries(Object.entries(values).filter(([name]) => !refused.has(name))),
    problems: Object.entries(schema.properties)
      .filter(([name]) => refused.has(name))
      .map(([name, property]) => describeProblem(name, property, values[name])),
  };
}

/** The known properties that were filled in: a form may send null or an empty text for one that was not. */
function tidy(raw: object, schema: ConfigSchema): Record<string, unknown> {
  const entries = Object.entries(raw)
    .filter(([name]) => Object.hasOwn(schema.properties, name))
    .map(([name, value]): [string, unknown] => [name, typeof value === 'string' ? value.trim() : value])
    .filter(
      ([name, value]) => value !== null && !(value === '' && schema.properties[name]?.type === 'string'),
    );
  return Object.fromEntries(entries);
}

/** Fills the defaults into `values` and names the properties that the schema refuses. */
async function refusedProperties(
  values: Record<string, unknown>,
  schema: ConfigSchema,
): Promise<ReadonlySet<string>> {
  // Loaded on first use, so that `spec` does not wait for it.
  const { Ajv } = await import('ajv');
  // The spec is generated and tested: checking it against its own schema would cost a third of the time to start.
  const known = { strict: false, meta: false, validateSchema: false };
  const ajv = new Ajv({ ...known, allErrors: true, useDefaults: true, formats: { date: isDay } });
  ajv.validate(schema, values);
  const names = (ajv.errors ?? []).map((error) =>
    error.keyword === 'required' ? String(error.params.missingProperty) : error.instancePath.slice(1),
  );
  return new Set(names);
}

function describeProblem(name: string, property: PropertySchema, value: unknown): string {
  if (value === undefined) return `${name} is missing: it must be ${describeAllowed(property)}.`;
  const unquoted = typeof value === 'string' && property.type !== 'string' ? ', written without quotes' : '';
  return `${name} must be ${describeAllowed(property)}${unquoted}.`;
}

function describeAllowed(property: PropertySchema): string {
  if (property.type === 'boolean') return 'true or false';
  if (property.type === 'integer') {
    return `a whole number from ${property.minimum} to ${property.maximum}`;
  }
  if (property.enum !== undefined) return property.enum.map((value) => `"${value}"`).join(' or ');
  if (property.airbyte_secret) return 'the key of a Devin service user or a personal access token (cog_…)';
  return property.format === 'date' ? 'a real calendar date written YYYY-MM-DD' : 'text in quotes';
}
