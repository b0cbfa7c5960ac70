import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

/** What a TypeScript file of the project exports, such as `src/streams/index.ts`. */
export async function loadTypeScript(root, file) {
  const entry = path.join(root, file);
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  const module = { exports: {} };
  const evaluate = new Function('module', 'exports', 'require', '__dirname', outputFiles[0].text);
  // The connector finds its resources next to the folder of its code.
  evaluate(module, module.exports, createRequire(entry), path.join(root, 'src'));
  return module.exports;
}
