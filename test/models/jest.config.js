/** @type {import('jest').Config} */
module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/models'],
  testMatch: ['**/*.dbt.ts'],
  transform: { '\\.ts$': '<rootDir>/test/esbuild-transformer.js' },
  globalSetup: '<rootDir>/test/models/install-dbt.ts',
  globalTeardown: '<rootDir>/test/models/remove-dbt.ts',
  testTimeout: 600_000,
};
