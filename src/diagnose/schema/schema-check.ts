import type { Answered } from '../asker';
import { publicNames } from '../report/public-names';
import { Comparison, type Difference } from './compare';
import { documentedPath, readApiShapes, type Shape } from './shape';

/** How the answers of one endpoint differ from its documents. */
export interface EndpointCheck {
  /** The documented path, with `{names}` for ids. */
  readonly path: string;
  readonly answers: number;
  readonly differences: readonly CountedDifference[];
}

export interface CountedDifference extends Difference {
  /** How often it was seen. */
  readonly times: number;
}

/** Compares every answer with the documents. Answers of paths without documents are left out. */
export function checkAnswers(answered: readonly Answered[]): EndpointCheck[] {
  const api = readApiShapes();
  const comparison = new Comparison(api.shapes);
  const byPath = new Map<string, { shape: Shape; bodies: unknown[] }>();
  for (const { path, body } of answered) {
    const documented = documentedPath(api, path);
    const shape = documented === undefined ? undefined : api.paths[documented];
    if (documented === undefined || shape === undefined) continue;
    const { bodies } = byPath.get(documented) ?? { bodies: [] };
    byPath.set(documented, { shape, bodies: [...bodies, body] });
  }
  return [...byPath].map(([path, { shape, bodies }]) => ({
    path,
    answers: bodies.length,
    differences: counted(bodies.flatMap((body) => comparison.differences(body, shape))),
  }));
}

/** Each difference once, with names that are fit for the public. */
function counted(differences: readonly Difference[]): CountedDifference[] {
  const times = new Map<string, CountedDifference>();
  for (const { kind, field, found } of differences) {
    const shown = kind === 'added' ? withPublicName(field) : field;
    const key = [kind, shown, found].join(' ');
    times.set(key, { kind, field: shown, found, times: (times.get(key)?.times ?? 0) + 1 });
  }
  return [...times.values()];
}

/** Only the last part of an added field is a name that no document has. */
function withPublicName(field: string): string {
  const end = field.lastIndexOf('.') + 1;
  return field.slice(0, end) + publicNames([field.slice(end)]).join('');
}
