/** What other instances have counted for one limit. Known a moment late, and without waiting for it. */
export interface OtherCounts {
  /** This instance has counted one more. */
  count(key: string): void;
  /** Counted by the others within a minute. 0 where that is not known. */
  of(key: string): number;
}
