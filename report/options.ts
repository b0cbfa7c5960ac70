import { parseArgs } from 'node:util';

export const help = `Usage: npm run report -- --config config.json [options]
       npm run report -- FILE.duckdb [options]

Reads your Devin into a DuckDB file and makes one self-contained HTML page of it. Run it again to add what is new. With
FILE.duckdb, makes the page of a file into which the connector's streams were already synced.

  --config FILE   the configuration of the connector: {"scope": "enterprise", "api_key": "cog_…"}
  --file FILE     the DuckDB file to write, default devin.duckdb
  --days N        read and show the last N days, in place of the configuration's start_date, default 90
  --all-streams   also read the streams that the page does not use
  --price N       what an ACU costs you: the page then shows money
  --currency CODE the currency of the price, such as EUR, default USD
  --out FILE      the page to write, default report.html
  --open          open the page in your browser
  --schema NAME   where the tables of FILE.duckdb are, default: the schema with most of the streams
  --help
`;

export interface Options {
  /** The connector's configuration; undefined where the tables of `file` are there already. */
  readonly config: string | undefined;
  readonly file: string;
  readonly days: number | undefined;
  readonly allStreams: boolean;
  readonly price: number | undefined;
  readonly currency: string;
  readonly out: string;
  readonly open: boolean;
  readonly schema: string | undefined;
}

const declared = {
  config: { type: 'string' },
  file: { type: 'string' },
  days: { type: 'string' },
  'all-streams': { type: 'boolean' },
  price: { type: 'string' },
  currency: { type: 'string' },
  out: { type: 'string', default: 'report.html' },
  open: { type: 'boolean' },
  schema: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const firstDays = 3650;

/** What was typed; undefined where help is asked for. Throws with every problem at once, as the connector does. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: declared });
  if (values.help) return undefined;
  const { config, file, schema, price, currency } = values;
  const days = values.days === undefined ? undefined : Number(values.days);
  const problems = [
    (config === undefined) === (positionals.length === 0)
      ? 'Name either the configuration with --config, or one DuckDB file with synced tables.'
      : undefined,
    positionals.length > 1 ? 'Name one DuckDB file.' : undefined,
    config === undefined && (file ?? values['all-streams']) !== undefined
      ? '--file and --all-streams are only for --config.'
      : undefined,
    config !== undefined && schema !== undefined ? '--schema is only for a DuckDB file.' : undefined,
    days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= firstDays)
      ? `--days must be a whole number from 1 to ${firstDays}.`
      : undefined,
    price !== undefined && !(Number(price) > 0 && Number.isFinite(Number(price)))
      ? '--price must be a number above 0, such as 2.25.'
      : undefined,
    currency !== undefined && !Intl.supportedValuesOf('currency').includes(currency)
      ? '--currency must be the code of a currency in three capital letters, such as EUR.'
      : undefined,
    currency !== undefined && price === undefined ? '--currency needs --price.' : undefined,
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new Error(`invalid_configuration: ${problems.join(' ')}`);
  return {
    config,
    file: positionals[0] ?? file ?? 'devin.duckdb',
    days,
    allStreams: values['all-streams'] ?? false,
    price: price === undefined ? undefined : Number(price),
    currency: currency ?? 'USD',
    out: values.out,
    open: values.open ?? false,
    schema,
  };
}
