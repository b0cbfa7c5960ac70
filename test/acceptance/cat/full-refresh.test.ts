import { withCatEmulator, Connector, inMode, keyOf } from './connector';
import type { Message, Row } from '../protocol';
import type { Run } from '../run';
import { testsOf } from './settings';

/** A second read minutes later, so that an instant of reading that is kept in a record shows. */
const later = '2026-11-02T09:10:00Z';

const emittedAt = ({ messages }: Run): number[] =>
  messages.flatMap((message: Message) => (message.type === 'RECORD' ? [message.record.emitted_at] : []));

test.each(testsOf('full_refresh'))('test_sequential_reads: %s', (_, { config_path: file, ...options }) =>
  withCatEmulator(async (emulator) => {
    const connector = new Connector(emulator, file);
    const catalog = inMode(
      await connector.configuredCatalog(options.configured_catalog_path),
      'full_refresh',
    );
    const first = await connector.read(catalog);
    emulator.setNow(later);
    const second = await connector.read(catalog);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(Math.max(...emittedAt(first))).toBeLessThan(Math.min(...emittedAt(second)));
    for (const { stream } of catalog) {
      const ignored = (options.ignored_fields?.[stream.name] ?? []).map(({ name }) => name);
      const rows = new Map(second.records(stream.name).map((row) => [keyOf(row, stream), row]));
      const found = first.records(stream.name).map((row) => rows.get(keyOf(row, stream)) ?? {});
      expect([stream.name, found.map((row) => without(row, ignored))]).toEqual([
        stream.name,
        first.records(stream.name).map((row) => without(row, ignored)),
      ]);
      expect(found.length).toBeGreaterThan(0);
    }
  }),
);

function without(row: Row, fields: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !fields.includes(name)));
}
