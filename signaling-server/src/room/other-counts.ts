/**
 * What other instances have counted for one limit. Known a moment late, and without waiting for it.
 */
export interface OtherCounts {
  /** This instance has counted one more. */
  count(key: string): void;
  /** What the others have counted is known soon, also where this instance counts nothing. */
  ask(key: string): void;
  /** Counted by the others within the limit's time. 0 where that is not known. */
  of(key: string): number;
}

/**
 * `windowMs`: for how long a count is remembered; a minute where nothing is said. Undefined without
 * others.
 */
export type CountsOf = (limit: string, windowMs?: number) => OtherCounts | undefined;
