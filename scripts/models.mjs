// The SQL files that stand alone, without dbt: a model of dbt in which each relation has the name of its stream.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const standAlone = ['daily_user_metrics'];

/** The text of each file that stands alone, by its path. */
export function standAloneModels(root) {
  return standAlone.map((name) => {
    const source = `models/marts/${name}.sql`;
    const plain = withoutDbt(readFileSync(path.join(root, source), 'utf8'));
    if (plain.includes('{{') || plain.includes('{%'))
      throw new Error(
        `${source} must use only the macros stream, optional_stream and cost, because it also works without dbt.`,
      );
    const origin = `-- Made from ${source} by "npm run generate": change that file, not this one.\n`;
    return [`models/${name}.sql`, `${origin}${plain.trimEnd()};\n`];
  });
}

function withoutDbt(model) {
  return model
    .replace(/\{\{ stream\('(\w+)'\) \}\}/g, '$1')
    .replace(/\{\{ optional_stream\(\s*'(\w+)',[^{}]*\) \}\}/g, '$1')
    .replace(/\{\{ cost\('[^']*'\) \}\}/g, '');
}
