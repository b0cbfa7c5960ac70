/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/test/esbuild-transformer.js' },
  testTimeout: 60_000,
  // Much of the time is spent waiting for processes.
  maxWorkers: '100%',
};
