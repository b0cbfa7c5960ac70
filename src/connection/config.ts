/**
 * What the user types. The only description of the configuration: `npm run generate` makes `resources/spec.json` and
 * the tables of the documentation from it.
 *
 * @title Devin Usage
 */
export interface Config {
  /**
   * Which Devin endpoints the key may read: "enterprise" for a key made in Enterprise settings, which sees every
   * organization; "organization" for a key made in the settings of one organization.
   *
   * @title Scope
   * @order 0
   * @examples ["enterprise", "organization"]
   */
  scope: 'enterprise' | 'organization';

  /**
   * The key of a Devin service user, or a personal access token; it begins with cog_. Make a service user in
   * Devin under Enterprise settings > Service users, or Settings > Service users for one organization, and copy
   * the key at once: Devin shows it only once. See https://docs.devin.ai/api-reference/authentication.
   *
   * @title API Key
   * @order 1
   * @examples ["cog_..."]
   * @airbyte_secret true
   */
  api_key: string;

  /**
   * Only for the scope "organization", and only for an enterprise key that should read one organization: its id, as
   * Devin shows it in the settings of the organization. Left empty, it is found through the key.
   *
   * @title Organization ID
   * @order 2
   * @examples ["org-3f2a9c0d"]
   * @always_show true
   */
  org_id?: string;

  /**
   * The address of the Devin API. Change it only for a dedicated deployment, whose API is at
   * https://your-company.devinenterprise.com/api or https://api.your-company.devinenterprise.com: your administrator
   * knows which. Plain http is accepted only for loopback addresses.
   *
   * @title API URL
   * @order 3
   * @examples ["https://api.devin.ai", "https://your-company.devinenterprise.com/api", "https://api.your-company.devinenterprise.com"]
   * @default https://api.devin.ai
   */
  api_url?: string;

  /**
   * The first day to read, as a UTC date, 2023-01-01 or later. Left empty: 89 days before the last complete day of the
   * first sync, which so reads 90 days.
   *
   * @title Start Date
   * @order 4
   * @examples ["2026-09-01"]
   * @format date
   * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}$
   * @pattern_descriptor YYYY-MM-DD
   * @always_show true
   */
  start_date?: string;

  /**
   * The last day to read, as a UTC date, not before the start date: for a backfill of a closed range. Left empty: the
   * last complete day of each sync.
   *
   * @title End Date
   * @order 5
   * @examples ["2026-10-31"]
   * @format date
   * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}$
   * @pattern_descriptor YYYY-MM-DD
   */
  end_date?: string;

  /**
   * How many days that were synced before each sync reads again, because Devin reports consumption late. With 0,
   * consumption that arrives late is never read.
   *
   * @title Consumption Look-back (Days)
   * @order 6
   * @examples [7]
   * @default 7
   * @asType integer
   * @minimum 0
   * @maximum 90
   */
  consumption_lookback_days?: number;

  /**
   * How many days that were synced before each sync reads again for pull-request, session and usage metrics, whose
   * past days change when a pull request merges.
   *
   * @title Metrics Look-back (Days)
   * @order 7
   * @examples [28]
   * @default 28
   * @asType integer
   * @minimum 0
   * @maximum 365
   */
  metrics_lookback_days?: number;

  /**
   * The most requests under way at once. The connector goes lower by itself when Devin says that it is asked too
   * often (429).
   *
   * @title Number of Workers
   * @order 8
   * @examples [8]
   * @default 8
   * @asType integer
   * @minimum 1
   * @maximum 64
   */
  num_workers?: number;

  /**
   * Let the connection test pass although the key cannot read some streams; it names them. The permissions of a
   * service user are set in Devin where the service user was made.
   *
   * @title Allow Missing Permissions
   * @order 9
   * @examples [true]
   * @default false
   */
  allow_missing_permissions?: boolean;
}
