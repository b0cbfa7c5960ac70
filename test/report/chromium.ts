import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

/** The path of Chromium or Chrome: the variable CHROMIUM or a usual path; undefined if it is not installed. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const places = [process.env.CHROMIUM ?? '', ...names.map((name) => `/usr/bin/${name}`)];
  return places.find((place) => place !== '' && existsSync(place));
}

export function launch(executablePath: string): Promise<Browser> {
  const quiet = ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic', ...quiet] });
}

/** What is wrong with the charts that are shown: a chart without marks, a label over another one or cut off. */
export function chartProblems(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(findChartProblems);
}

/** The cells of each section's table, by the section's id: numbers as they are, everything else as text. */
export function tables(page: Page): Promise<Record<string, (number | string)[][]>> {
  return page.evaluate<Record<string, (number | string)[][]>>(readTables);
}

// Both run in the page, whose names this project does not compile with.
const findChartProblems = `(() => {
  const problems = [];
  const overlap = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  for (const section of document.querySelectorAll('main > section')) {
    const shown = [...section.querySelectorAll('svg')].filter((svg) => svg.checkVisibility());
    if (shown.length === 0 && !section.querySelector('.list, ol')) problems.push(section.id + ': no chart');
    for (const svg of shown) {
      const card = section.getBoundingClientRect();
      const marks = svg.querySelectorAll('[aria-label=rect] *, [aria-label=bar] *, [aria-label=cell] *, [aria-label=line] path, [aria-label=dot] *');
      if (marks.length === 0) problems.push(section.id + ': a chart without marks');
      const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
      for (const [index, { text, box }] of texts.entries()) {
        if (box.left < card.left || box.right > card.right) problems.push(section.id + ': cut off: ' + text);
        for (const other of texts.slice(index + 1)) {
          if (overlap(box, other.box)) problems.push(section.id + ': ' + text + ' overlaps ' + other.text);
        }
      }
    }
  }
  return problems;
})()`;

const readTables = `Object.fromEntries([...document.querySelectorAll('main > section:not(#actions)')].map((section) => [
  section.id,
  [...section.querySelectorAll('details tbody tr')].map((row) => [...row.cells].map((cell) => {
    const data = cell.querySelector('data');
    return data ? Number(data.value) : cell.textContent;
  })),
]))`;
