// The tables of docs/reference/devin-api.md: the open questions that `diagnose` asks, and those that it does not ask.
import { loadTypeScript } from './load-typescript.mjs';
import { markdownTable } from './tables.mjs';

/** The tables by the name in their marker. */
export async function questionTables(root) {
  const { questions } = await loadTypeScript(root, 'src/diagnose/questions/index.ts');
  const { unasked } = await loadTypeScript(root, 'src/diagnose/unasked.ts');
  return {
    questions: markdownTable(
      ['question', 'assumed', 'also possible', 'what the connector does'],
      questions.map(({ question, values, connector }) => [
        question,
        observed(values, ['as_assumed']),
        observed(values, ['handled', 'not_handled']),
        connector,
      ]),
    ),
    unasked: markdownTable(
      ['question', 'why not', 'what the connector does'],
      unasked.map(({ question, why, connector }) => [question, why, connector]),
    ),
  };
}

/** What is observed if a value is one of these. What the connector does not handle is marked. */
function observed(values, meanings) {
  const fitting = Object.values(values).filter(([meaning]) => meanings.includes(meaning));
  return fitting
    .map(([meaning, said]) => (meaning === 'not_handled' ? `**${said}** (not handled)` : said))
    .join('; ');
}
