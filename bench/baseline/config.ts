export interface StockConfig {
  readonly api_key: string;
  readonly api_url: string;
  /** First and last day to read. */
  readonly start_date: string;
  readonly end_date: string;
}
