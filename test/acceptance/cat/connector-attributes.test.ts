import { parse } from 'yaml';
import { Connector, withCatEmulator } from './connector';
import { testsOf, textOf } from './settings';

/** What Airbyte asks of certified connectors only. */
const { data: metadata } = parse(textOf('metadata.yaml')) as {
  data: { allowedHosts?: { hosts?: string[] }; suggestedStreams?: { streams?: string[] } };
};

test.each(testsOf('connector_attributes'))(
  'test_streams_define_primary_key: %s',
  (_, { config_path: file }) =>
    withCatEmulator(async (emulator) => {
      const streams = await new Connector(emulator, file).discover();
      const without = streams.filter(({ source_defined_primary_key: key }) => key.length === 0);
      expect(without.map(({ name }) => name)).toEqual([]);
      expect(streams.map(({ name }) => name)).toEqual(
        expect.arrayContaining(metadata.suggestedStreams?.streams ?? []),
      );
    }),
);

test('test_certified_connector_has_allowed_hosts', () => {
  expect(metadata.allowedHosts?.hosts?.length).toBeGreaterThan(0);
});

test('test_certified_connector_has_suggested_streams', () => {
  expect(metadata.suggestedStreams?.streams?.length).toBeGreaterThan(0);
});
