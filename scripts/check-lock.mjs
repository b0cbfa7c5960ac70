// That package-lock.json works everywhere: it names every platform's packages, and no registry.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

/** Where Node finds a dependency of the package at `place`: in the same folder or one above. */
function isLocked(place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

const problems = Object.entries(packages).flatMap(([place, { optionalDependencies = {}, resolved }]) => [
  ...Object.keys(optionalDependencies)
    .filter((name) => !isLocked(place, name))
    .map((name) => `${place} may need ${name}, which is not locked.`),
  ...(resolved === undefined ? [] : [`${place} names an address: ${resolved}`]),
]);
for (const problem of problems) process.stderr.write(`package-lock.json: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
