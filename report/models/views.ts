import { Database } from '../database';
import { fillingOf, type Choices } from './filling';
import { allModels, renderedModels } from './models';

/** Makes a view of each model whose streams are in the file, for anybody who asks the file questions of their own. */
export async function makeViews(file: string, choices: Choices): Promise<void> {
  const database = await Database.open(file, 'main', 'READ_WRITE');
  try {
    const filling = fillingOf(choices, await database.scope(), database.has);
    const models = renderedModels(filling);
    for (const { name } of allModels()) await database.run(`DROP VIEW IF EXISTS ${name}`);
    for (const { name, sql } of models) await database.run(`CREATE VIEW ${name} AS ${sql}`);
  } finally {
    database.close();
  }
}
