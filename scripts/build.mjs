// Bundles the connector, the emulator, the demo and the report into dist/, and what the connector seldom needs apart.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
/** `spec` needs only main.ts. The command `diagnose` stands alone, so that no other command loads it. */
const connector = {
  main: 'src/main.ts',
  'command-line': 'src/command-line.ts',
  diagnose: 'src/diagnose/diagnose.ts',
};
const others = {
  emulator: 'emulator/main.ts',
  demo: 'demo/main.ts',
  report: 'report/main.ts',
  bench: 'bench/main.ts',
};
const baselines = { stock: 'bench/baseline/main.ts', 'bare-loop': 'bench/baseline/bare-loop.ts' };

/** What takes long to load and is not used by every command of the connector, by its file in dist/packages/. */
const packages = {
  axios: 'axios',
  help: '@faros-ai/airbyte-cdk/lib/help',
  lodash: 'lodash',
  pino: 'pino',
};

/** Puts getters in the place of these modules, which load the module when the first of them is used. */
const loadWhenUsed = {
  name: 'load-when-used',
  setup({ onResolve, onLoad }) {
    const namespace = 'load-when-used';
    onResolve({ filter: /^(\.\.\/help|axios|lodash|pino)$/, namespace: 'file' }, ({ path }) => {
      const name = path.replace('../', '');
      return { path: `./packages/${name}.js`, namespace, pluginData: packages[name] };
    });
    const ofNode = /^(node:(crypto|https?|tls|v8)|assert|child_process|zlib)$/;
    onResolve({ filter: ofNode, namespace: 'file' }, ({ path }) => ({ path, namespace, pluginData: path }));
    onResolve({ filter: /.*/, namespace }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => ({ contents: getters(path, pluginData) }));
  },
};

/** Axios without forms and without `fetch`, which the connector does not use: they make Node load all of its own `fetch`. */
const withoutFetch = {
  name: 'without-fetch',
  setup({ onLoad }) {
    const load = (filter, contents) => onLoad({ filter }, () => ({ contents }));
    load(/axios\/lib\/adapters\/fetch\.js$/, 'export const getFetch = () => undefined;');
    load(/form-data\/lib\/form_data\.js$/, 'module.exports = class {};');
    onLoad({ filter: /axios\/lib\/utils\.js$/ }, ({ path }) => {
      const [before, after, ...others] = readFileSync(path, 'utf8').split('typeof G.FormData');
      if (after === undefined || others.length > 0) throw new Error(`${path} has changed: see withoutFetch`);
      return { contents: `${before}typeof undefined${after}` };
    });
  },
};

/** A module with the exports of another, which is loaded from `file`. */
function getters(file, module) {
  const names = Object.keys(require(module)).filter((name) => name !== 'default');
  return `
    const load = () => require('${file}');
    const getter = (name, get) => Object.defineProperty(exports, name, { get, enumerable: true });
    getter('__esModule', () => true);
    getter('default', () => (load().__esModule ? load().default : load()));
    for (const name of ${JSON.stringify(names)}) getter(name, () => load()[name]);
  `;
}

/** Only existing files: the image has only the connector. */
function present(entryPoints) {
  return Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => existsSync(file)));
}

const options = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  legalComments: 'none',
  // DuckDB is native; linkedom asks for canvas only to draw on one; the files of the connector load each other when they are used.
  external: ['@duckdb/node-api', 'canvas', './command-line.js', './diagnose.js'],
  logLevel: 'warning',
};

// What they import late, Node would parse as a whole to find its exports; `require` does not.
const required = { supported: { 'dynamic-import': false } };
await build({ ...options, ...required, entryPoints: connector, plugins: [loadWhenUsed] });
await build({ ...options, entryPoints: packages, outdir: 'dist/packages', plugins: [withoutFetch] });
await build({ ...options, ...required, entryPoints: present(others) });
// Like a connector on the stock CDK: with its packages as installed.
await build({ ...options, entryPoints: present(baselines), outdir: 'dist/baseline', packages: 'external' });
