/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/test/esbuild-transformer.js' },
  testTimeout: 60_000,
  // Within jest a look-up of a global is slow. The emulator and the connector use these in every loop.
  sandboxInjectedGlobals: ['Array', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Set', 'String'],
  // Much of the time is spent waiting for processes.
  maxWorkers: '100%',
};
