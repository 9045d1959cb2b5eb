/** How much of a limit is left. */
export interface LimitReport {
  /** What is limited. */
  readonly act: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}
