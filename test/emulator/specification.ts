import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { parse } from 'yaml';

interface Content {
  content: Record<string, unknown>;
}

interface Operation {
  responses: Record<string, Content | { $ref: string }>;
  'x-devin-permission': string;
  'x-devin-permission-older'?: string;
}

interface Document {
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, Record<string, unknown>>; responses: Record<string, Content> };
}

/** The committed description of Devin's API. */
export interface Specification {
  operation(path: string): Operation | undefined;
  /** What is wrong with a body, or null if it is as described. */
  problems(path: string, status: number, contentType: string, body: unknown): string | null;
}

/** Reads docs/reference/devin-openapi.yaml; properties that it does not describe count as problems. */
export function loadSpecification(): Specification {
  const file = join(__dirname, '../../docs/reference/devin-openapi.yaml');
  const document = parse(readFileSync(file, 'utf8')) as Document;
  // A session with insights is a session and more, so a session cannot be closed by itself.
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (name !== 'Session' && schema['properties']) schema['additionalProperties'] ??= false;
  }
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'devin');
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `devin#${pointer}` });
    validators.set(pointer, known);
    return known;
  };
  return {
    operation: (path) => document.paths[path]?.get,
    problems(path, status, contentType, body) {
      const pointer = pointerTo(document, path, status, contentType);
      if (pointer === null) return `${status} ${contentType} is not described for ${path}`;
      const validate = validatorOf(pointer);
      return validate(body) ? null : ajv.errorsText(validate.errors);
    },
  };
}

function pointerTo(document: Document, path: string, status: number, contentType: string): string | null {
  const response = document.paths[path]?.get.responses[status];
  if (!response) return null;
  const isShared = '$ref' in response;
  const name = isShared ? (response.$ref.split('/').at(-1) ?? '') : '';
  const content = isShared ? document.components.responses[name]?.content : response.content;
  if (!content?.[contentType]) return null;
  const place = isShared
    ? ['components', 'responses', name]
    : ['paths', path, 'get', 'responses', String(status)];
  return [...place, 'content', contentType, 'schema'].map((part) => `/${escaped(part)}`).join('');
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
