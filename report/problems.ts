/** Why a section has nothing to show, and what to do about it. */
export function problemOf(
  kind: 'missing' | 'doubled' | 'unmetered' | 'empty',
  streams: readonly string[],
): string {
  const names = streams.join(', ');
  const isOne = streams.length === 1;
  switch (kind) {
    case 'missing':
      return (
        `This needs the ${isOne ? 'stream' : 'streams'} ${names}, which ${isOne ? 'is' : 'are'} not in the file: add what is ` +
        'missing to the connection, sync, and make the report again.'
      );
    case 'doubled':
      return (
        `This needs one row for each primary key, but rows are repeated in ${names}: the destination appends. Choose a ` +
        'sync mode with deduplication, or make the report from tables without duplicates.'
      );
    case 'unmetered':
      return (
        'Devin reports 0 ACUs for every day. On plans that are not billed in ACUs, 0 means that nothing is metered. It ' +
        'does not mean that Devin is free, or was not used.'
      );
    case 'empty':
      return 'The tables have no data to show here yet.';
  }
}
