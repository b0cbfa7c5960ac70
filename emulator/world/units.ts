/** ACUs in whole ten-thousandths, so that sums are exact. */
export interface Units {
  devin: number;
  cascade: number;
  terminal: number;
  review: number;
}
