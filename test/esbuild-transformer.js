const { transformSync } = require('esbuild');

/** Turns TypeScript into CommonJS for jest; `npm run types` checks the types. */
module.exports = {
  process(source, file) {
    return transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcefile: file,
      sourcemap: 'inline',
      // Jest runs CommonJS: a lazy import becomes a lazy require.
      supported: { 'dynamic-import': false },
    });
  },
};
