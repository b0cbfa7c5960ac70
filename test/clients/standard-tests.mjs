// npm run test:standard: the standard tests of Airbyte's Python CDK on the built connector, in both scopes.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { installed, testClient, timed } from './clients.mjs';
import { run, startEmulator } from './processes.mjs';

const cdk = 'airbyte-cdk[dev]==7.39.1';
const now = '2026-11-23T09:00:00Z';
const pytest = [
  ...[
    '-m',
    'pytest',
    '--quiet',
    '-p',
    'no:cacheprovider',
    '-p',
    'airbyte_cdk.test.standard_tests.pytest_hooks',
  ],
  ...['-W', 'error::airbyte_cdk.test.standard_tests.DiscoveredCatalogWarning'],
  // What is left out: tests that build an image, as test/image/ does, and reading with a key that is not known.
  ...['-k', 'not (unknown_key and (discover or read))'],
  ...['-m', 'not image_tests', path.join(import.meta.dirname, 'standard_tests.py')],
];

await testClient("Airbyte's standard tests", async (place) => {
  const environment = await installed(cdk, [cdk], place);
  if (environment.missing) return environment;
  const emulator = await startEmulator(['--port', '0', '--users', '13', '--seed', '7', '--now', now]);
  place.cleanUp(emulator.stop);
  const env = {
    ...process.env,
    SOURCE_DEVIN_NOW: now,
    CONFIGS: await writeConfigs(emulator, place.folder),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  await timed(`Standard tests of ${cdk}`, async () => {
    const { exitCode, stdout, output } = await run(environment.python, pytest, {
      env,
      cwd: place.folder,
      signal: place.signal,
    });
    // A warning about the catalog fails in a future version, and a test that is skipped tests nothing.
    const result = /^(\d+ passed), \d+ deselected.* in .*$/m.exec(stdout)?.[1];
    if (exitCode !== 0 || result === undefined || /\bskipped\b/.test(result)) throw new Error(output);
    return { result };
  });
});

/** The configurations, by the names of the scenarios: the folder. */
async function writeConfigs(emulator, folder) {
  const { keys } = await emulator.ask('info');
  const configs = {
    enterprise: { scope: 'enterprise', api_key: keys.enterprise },
    organization: { scope: 'organization', api_key: keys.organization },
    unknown_key: { scope: 'enterprise', api_key: 'cog_invented_and_unknown_key' },
  };
  for (const [name, config] of Object.entries(configs)) {
    const whole = { ...config, api_url: emulator.url, start_date: '2026-10-01' };
    writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(whole));
  }
  return folder;
}
