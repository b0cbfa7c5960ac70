import { parseArgs } from 'node:util';
import { makeReport } from './make';

const help = `Usage: npm run report -- FILE.duckdb [options]

Makes one self-contained HTML page from a DuckDB file into which the connector's streams were synced.

  --out FILE      the page to write, default report.html
  --schema NAME   where the tables are, default: the schema with most of the streams
  --help
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'report.html' },
      schema: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0) {
    process.stdout.write(help);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  await makeReport({ file, schema: values.schema, out: values.out });
  process.stdout.write(`${values.out}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The report could not be made: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
