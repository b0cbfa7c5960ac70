import { allModels, neededStreams } from './models/models';
import { usesOf } from './models/template';
import { packageText } from './package-text';
import { sections } from './sections/index';

/** A file of this folder. */
export function asset(...segments: string[]): string {
  return packageText('report', ...segments);
}

/** Every stream that a section reads, itself or through models. */
export function usedStreams(): ReadonlySet<string> {
  const models = allModels();
  const uses = sections.map(({ file }) => neededStreams(usesOf(asset('sql', file)), models));
  return new Set(uses.flatMap(({ streams, optional }) => [...streams, ...optional]));
}
