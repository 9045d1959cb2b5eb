/** How much of a limit is left. */
export interface LimitReport {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}
