/**
 * The people who have signed in with the identity provider, as far as the admin needs them: whom to
 * revoke, and who is revoked. Names stay in memory; only revoked subjects are kept (`keep`).
 */
import type { AdmissionClaims } from './tokens.ts';

export interface SeenSubject {
  readonly subject: string;
  /** What the provider calls the person; empty where that is not known. */
  readonly name: string;
  readonly isRevoked: boolean;
}

interface SubjectsOptions {
  readonly revoked: readonly string[];
  /** Throws where they cannot be saved. */
  readonly keep: (revoked: readonly string[]) => void;
  readonly maxSeen: number;
}

export class Subjects {
  readonly #options: SubjectsOptions;
  readonly #revoked: Set<string>;
  /** The latest ones, since the start. */
  readonly #seen = new Map<string, string>();

  constructor(options: SubjectsOptions) {
    this.#options = options;
    this.#revoked = new Set(options.revoked);
  }

  saw({ subject, name }: Pick<AdmissionClaims, 'subject' | 'name'>): void {
    this.#seen.delete(subject);
    this.#seen.set(subject, name);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > this.#options.maxSeen && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** The revoked ones first, then the latest seen. */
  list(): readonly SeenSubject[] {
    const of = (subject: string): SeenSubject => ({
      subject,
      name: this.#seen.get(subject) ?? '',
      isRevoked: this.#revoked.has(subject),
    });
    const others = [...this.#seen.keys()].filter((subject) => !this.#revoked.has(subject));
    return [...this.#revoked, ...others.toReversed()].map(of);
  }

  isRevoked(subject: string): boolean {
    return this.#revoked.has(subject);
  }

  /** Saved first, so that a restart does not let the person in again. */
  revoke(subject: string): void {
    this.#options.keep([...this.#revoked, subject]);
    this.#revoked.add(subject);
  }

  restore(subject: string): void {
    this.#options.keep([...this.#revoked].filter((revoked) => revoked !== subject));
    this.#revoked.delete(subject);
  }
}
