// The licences of what the built connector, in dist/, holds of other people's work.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const heading = `source-devin is built with the packages below in it, each under its own licence.
"npm run generate" makes this list from what the connector really imports.
`;
/** Licenses that may be distributed with the connector, which has the MIT license. */
const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
const rule = '-'.repeat(80);

/** Name, version, license and license text of every package in the built connector. */
export async function thirdPartyLicenses(root) {
  const folders = await bundledPackages(root);
  const packages = folders.map((folder) => describePackage(root, folder));
  packages.sort((one, other) => (one.title < other.title ? -1 : 1));
  const sections = packages.map(({ title, source, text }) => `${rule}\n${title}\n${source}\n\n${text}\n`);
  return [heading, ...packages.map(({ title }) => `  ${title}`), '', ...sections].join('\n');
}

/** The folders of all packages that src/main.ts imports, at once or when they are needed. */
async function bundledPackages(root) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    metafile: true,
  });
  const [bundle] = Object.values(metafile.outputs);
  const folders = Object.keys(bundle.inputs)
    .filter((file) => bundle.inputs[file].bytesInOutput > 0)
    .map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders)].filter((folder) => folder !== undefined);
}

function describePackage(root, folder) {
  const absolute = path.join(root, folder);
  const { name, version, license, repository } = JSON.parse(
    readFileSync(path.join(absolute, 'package.json')),
  );
  const title = `${name} ${version} (${license})`;
  if (!permissive.includes(license))
    throw new Error(`${title} must not be in the bundle: its license is not permissive.`);
  const text = ownText(absolute) ?? standardText(license);
  if (text === undefined)
    throw new Error(`${title} has no license text: add scripts/licenses/${license}.txt.`);
  return { title, source: repository?.url ?? repository ?? `https://www.npmjs.com/package/${name}`, text };
}

/** The licence files of a package, or that section of its README. */
function ownText(folder) {
  const names = readdirSync(folder).sort();
  const files = names.filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  if (files.length > 0) return files.map((name) => plainText(path.join(folder, name))).join('\n\n');
  const readme = names.find((name) => /^readme/i.test(name));
  const section = /^(?:#+ *License|License\n-+)\n([^]*?)(?=^#|^\[|(?![^]))/im;
  const text = readme && section.exec(plainText(path.join(folder, readme)))?.[1]?.trim();
  // One line there only names the licence.
  return text?.includes('\n') ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>') : undefined;
}

function standardText(license) {
  const file = path.join(import.meta.dirname, 'licenses', `${license}.txt`);
  return existsSync(file) ? plainText(file) : undefined;
}

function plainText(file) {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');
}
