import type { CountedDifference, EndpointCheck } from '../schema/schema-check';

/** How the answers differ from the documents, for people. */
export function schemaLines(checks: readonly EndpointCheck[]): string[] {
  const differing = checks.filter(({ differences }) => differences.length > 0);
  return [
    `${checks.length} endpoints were answered; ${checks.length - differing.length} of them exactly as documented.`,
    ...differing.flatMap(({ path, differences }) => ['', path, ...differences.map(differenceLine)]),
  ];
}

function differenceLine({ kind, field, found, times }: CountedDifference): string {
  const place = field === '' ? 'the answer' : field;
  const said = {
    missing: `${place} is missing (${found})`,
    added: `${place} is new (${found})`,
    type: `${place} has another type (${found})`,
    value: `${place} has another value (${found})`,
  }[kind];
  return `- ${said}, ${times === 1 ? 'once' : `${times} times`}`;
}
