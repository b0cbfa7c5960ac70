/**
 * The configuration from the user. This is its only description: `npm run generate` makes `resources/spec.json` and
 * the tables of the documentation from it.
 *
 * @title Devin Usage
 */
export interface Config {
  /**
   * The scope of the API key. Choose "enterprise" for a key from the Enterprise settings, which can read every
   * organization. Choose "organization" for a key from the settings of one organization.
   *
   * @title Scope
   * @order 0
   * @examples ["enterprise", "organization"]
   */
  scope: 'enterprise' | 'organization';

  /**
   * The key of a Devin service user, or a personal access token. It starts with cog_. Create a service user in
   * Devin under Enterprise settings > Service users, or under Settings > Service users for one organization. Copy
   * the key at once, because Devin shows it only once. See https://docs.devin.ai/api-reference/authentication.
   *
   * @title API Key
   * @order 1
   * @examples ["cog_..."]
   * @airbyte_secret true
   */
  api_key: string;

  /**
   * The id of the organization, from its settings in Devin. You need it only for the scope "organization" with an
   * enterprise key. If it is empty, the connector takes the organization of the key.
   *
   * @title Organization ID
   * @order 2
   * @examples ["org-3f2a9c0d"]
   * @always_show true
   */
  org_id?: string;

  /**
   * The address of the Devin API. Change it only for a dedicated deployment. Its API is at
   * https://your-company.devinenterprise.com/api or https://api.your-company.devinenterprise.com. Ask your
   * administrator which one. Plain http is accepted only for loopback addresses.
   *
   * @title API URL
   * @order 3
   * @examples ["https://api.devin.ai", "https://your-company.devinenterprise.com/api", "https://api.your-company.devinenterprise.com"]
   * @default https://api.devin.ai
   */
  api_url?: string;

  /**
   * The first day to read, as a UTC date, 2023-01-01 or later. If it is empty, the first sync reads 90 days: the last
   * complete day and the 89 days before it.
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
   * The last day to read, as a UTC date, not before the start date. Use it for a backfill of a fixed range. If it is
   * empty, each sync reads up to the last complete day.
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
   * How many synced days each sync reads again, because Devin reports consumption late. With 0, late consumption is
   * never read.
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
   * How many synced days each sync reads again for pull-request, session and usage metrics. Their past days change
   * when a pull request is merged.
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
   * The maximum of requests in flight. The connector lowers it by itself when Devin reports too many requests
   * (429).
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
   * Let the connection test pass even if the key cannot read some streams. The test names these streams. You set the
   * permissions of a service user in Devin, where you created it.
   *
   * @title Allow Missing Permissions
   * @order 9
   * @examples [true]
   * @default false
   */
  allow_missing_permissions?: boolean;
}
