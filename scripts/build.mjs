// Bundles the connector, the emulator and the demo into dist/, one file each.
import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const entries = { main: 'src/main.ts', emulator: 'emulator/main.ts', demo: 'demo/main.ts' };

await build({
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  sourcemap: false,
  legalComments: 'none',
  external: ['@duckdb/node-api'],
  logLevel: 'warning',
});
