import path from 'node:path';
import { packageFiles, packageText } from '../package-text';
import { render, usesOf, type Filling, type Uses } from './template';

/** A model of `models/marts/`, as SQL with the macros of its package. */
export interface Model {
  readonly name: string;
  readonly template: string;
  readonly uses: Uses;
}

/** All models, each after the ones that it reads. */
export function allModels(): Model[] {
  const names = packageFiles('models', 'marts').filter((file) => file.endsWith('.sql'));
  const byName = new Map(names.map((file) => [path.parse(file).name, modelOf(file)]));
  const ordered = new Map<string, Model>();
  const add = (name: string): void => {
    const model = byName.get(name);
    if (!model || ordered.has(name)) return;
    model.uses.models.forEach(add);
    ordered.set(name, model);
  };
  [...byName.keys()].forEach(add);
  return [...ordered.values()];
}

function modelOf(file: string): Model {
  const template = packageText('models', 'marts', file);
  return { name: path.parse(file).name, template, uses: usesOf(template) };
}

/** The streams that SQL needs, those of its models included. */
export function neededStreams(uses: Uses, models: readonly Model[]): Uses {
  const inner = uses.models.flatMap((name) => {
    const model = models.find((each) => each.name === name);
    return model ? [neededStreams(model.uses, models)] : [];
  });
  const all = [uses, ...inner];
  const streams = new Set(all.flatMap((each) => each.streams));
  const optional = new Set(all.flatMap((each) => each.optional).filter((name) => !streams.has(name)));
  const scope = all.map((each) => each.scope).find((each) => each !== undefined);
  return { ...uses, streams: [...streams], optional: [...optional], scope };
}

/** The models whose streams are there, as SQL for DuckDB. */
export function renderedModels(filling: Filling): { name: string; sql: string }[] {
  const models = allModels();
  return models
    .filter(({ uses }) => {
      const { streams, scope } = neededStreams(uses, models);
      return streams.every(filling.has) && (scope ?? filling.scope) === filling.scope;
    })
    .map(({ name, template }) => ({ name, sql: render(template, filling) }));
}
