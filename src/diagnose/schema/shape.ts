import { packageFile } from '../../package-file';

/** The documented shape of a value: a JSON schema without descriptions, formats and limits. */
export interface Shape {
  /** The name of another shape, which it is. */
  readonly ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** The documented shapes of Devin's answers, as `npm run generate` makes them. */
export interface ApiShapes {
  /** The shape of the answer of each path. Ids in a path are `{names}`. */
  readonly paths: Readonly<Record<string, Shape>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export function readApiShapes(): ApiShapes {
  return packageFile('resources', 'devin-api.json') as ApiShapes;
}

/** The documented path of a request. Undefined if no document has it. */
export function documentedPath({ paths }: ApiShapes, asked: string): string | undefined {
  const segments = asked.split('/');
  const fits = (path: string) => {
    const own = path.split('/');
    return (
      own.length === segments.length &&
      own.every((part, index) => part.startsWith('{') || part === segments[index])
    );
  };
  const ids = (path: string) => path.split('{').length;
  return Object.keys(paths)
    .filter(fits)
    .sort((one, other) => ids(one) - ids(other))[0];
}
