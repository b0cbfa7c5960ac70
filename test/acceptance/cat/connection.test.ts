import { Connector, withCatEmulator } from './connector';
import { testsOf } from './settings';

test.each(testsOf('connection'))('test_check: %s', (_, { config_path: file, status }) =>
  withCatEmulator(async (emulator) => {
    const ended = await new Connector(emulator, file).check();
    expect(ended.connectionStatus.status).toBe(status === 'succeed' ? 'SUCCEEDED' : 'FAILED');
    expect([ended.exitCode, ended.errors]).toEqual([0, []]);
    expect(emulator.requests.length).toBeGreaterThan(0);
  }),
);
