import type { Answer } from './database';
import { escaped, longDay } from './format';
import { listHtml, tableHtml } from './tables';
import { text, type Content, type LegendEntry, type Section } from './section';

/** A section as it is put on the page. */
export interface Card {
  readonly section: Section;
  readonly sql: string;
  /** What is missing, where there is nothing to show. */
  readonly problem?: string;
  readonly shown?: {
    readonly content: Omit<Content, 'figure'>;
    readonly answer: Answer;
    /** Streams taken for empty. */
    readonly missing: readonly string[];
  };
  /** The same chart for each kind of screen; style.css shows one. */
  readonly figures?: Readonly<Record<'phone' | 'tablet' | 'desktop', string>>;
}

/** What is around the cards. */
export interface Frame {
  readonly source: { readonly name: string; readonly schema: string };
  /** Questions that this scope cannot answer. */
  readonly left: readonly string[];
  readonly style: string;
}

/** The whole page. Nothing that it does not hold itself may be loaded. */
export function pageOf(cards: readonly Card[], { source, left, style }: Frame): string {
  const period = periodOf(cards);
  const tiles = cards.flatMap(({ shown }) => shown?.content.tile ?? []);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>Devin usage</title>
<style>
${style}</style>
</head>
<body>
<header>
<h1>Devin usage</h1>
<p>${period}</p>
</header>
<main>
<dl class="tiles">
${tiles.map(({ label, value, note }) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd><dd>${escaped(note)}</dd></div>`).join('\n')}
</dl>
${actionsHtml(cards)}
${cards.map(cardHtml).join('\n')}
</main>
<footer>
<p>Made from <code>${escaped(source.name)}</code>, schema <code>${escaped(source.schema)}</code>, by
source-devin. ${left.length === 0 ? '' : `Only a key of the enterprise can answer: ${escaped(left.join(' '))} `}A day is a Devin billing day, from 08:00 to 08:00 UTC. The page holds all that it shows, and loads nothing.</p>
</footer>
</body>
</html>
`;
}

function cardHtml(card: Card): string {
  const { section, sql, problem } = card;
  return `<section id="${section.id}"${section.isWide ? ' class="wide"' : ''}>
<h2>${escaped(section.title)}</h2>
${problem === undefined ? contentHtml(card) : `<p class="problem">${escaped(problem)}</p>`}
<details><summary>SQL</summary><pre><code>${escaped(sql.trim())}</code></pre></details>
</section>`;
}

function contentHtml({ shown, figures }: Card): string {
  if (!shown) return '';
  const { content, answer, missing } = shown;
  const notes = missing.map(
    (stream) => `<p class="note">The stream ${stream} is not in the file and taken for empty.</p>`,
  );
  return `<p>${escaped(content.summary)}</p>
${notes.join('\n')}
${legendHtml(content.legend ?? [])}
${Object.entries(figures ?? {})
  .map(([screen, figure]) => `<figure class="${screen}">${figure}</figure>`)
  .join('\n')}
${content.list && content.list.rows.length > 0 ? listHtml(content.list) : ''}
<details><summary>Numbers</summary><div class="scroll">${tableHtml(answer)}</div></details>`;
}

function legendHtml(entries: readonly LegendEntry[]): string {
  if (entries.length === 0) return '';
  const items = entries.map(
    ({ label, color, shape = 'square' }) =>
      `<li><i class="${shape}" style="color: ${color}"></i>${escaped(label)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

/** What somebody should do first, each with the section that says why. */
function actionsHtml(cards: readonly Card[]): string {
  const actions = cards.flatMap(({ section, shown }) =>
    (shown?.content.actions ?? []).map(
      (action) => `<li>${escaped(action)} <a href="#${section.id}">${escaped(section.title)}</a></li>`,
    ),
  );
  if (actions.length === 0) return '';
  return `<section id="actions" class="wide">
<h2>What should you do next?</h2>
<ol>
${actions.join('\n')}
</ol>
</section>`;
}

/** The days that anything on the page is about. */
function periodOf(cards: readonly Card[]): string {
  const days = cards.flatMap(({ section, shown }) =>
    section.id === 'acus-by-day' ? (shown?.answer.rows ?? []).map((row) => text(row, 'date')) : [],
  );
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${longDay(new Date(first))} – ${longDay(new Date(last))}`;
}
