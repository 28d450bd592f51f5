/**
 * The identity under which a presenter was admitted: by a presenter key, or by the admin's identity
 * provider.
 */

/**
 * What one identity may hold at once or use. Where a value is missing, the setting for all counts.
 */
export interface Quota {
  readonly rooms?: number;
  /** Watchers in all of its rooms together. */
  readonly watchers?: number;
  /** TURN credentials in a minute, for all of its rooms together. */
  readonly turn?: number;
}

export interface PresenterIdentity {
  /** The same after a restart, and without a secret. Its rooms are counted by it. */
  readonly id: string;
  /** By which the admin knows it. May be logged. */
  readonly name: string;
  readonly quota: Quota;
}
