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

/** Where the revoked subjects are kept. Other instances may write there as well. */
export interface RevokedStore {
  /** Throws where they cannot be read. */
  read(): readonly string[];
  /** Throws where they cannot be saved. */
  write(revoked: readonly string[]): void;
}

interface SubjectsOptions {
  readonly store: RevokedStore;
  readonly maxSeen: number;
}

export class Subjects {
  readonly #options: SubjectsOptions;
  #revoked: ReadonlySet<string>;
  /** The latest ones, since the start. */
  readonly #seen = new Map<string, string>();

  constructor(options: SubjectsOptions) {
    this.#options = options;
    this.#revoked = new Set(options.store.read());
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
    this.#change((revoked) => new Set([...revoked, subject]));
  }

  restore(subject: string): void {
    this.#change((revoked) => new Set([...revoked].filter((other) => other !== subject)));
  }

  /**
   * Takes over what another instance has saved. Returns the subjects that this revokes, and those
   * that it restores.
   */
  replace(revoked: readonly string[]): { readonly revoked: readonly string[]; readonly restored: readonly string[] } {
    const before = this.#revoked;
    this.#revoked = new Set(revoked);
    return {
      revoked: [...this.#revoked].filter((subject) => !before.has(subject)),
      restored: [...before].filter((subject) => !this.#revoked.has(subject)),
    };
  }

  /** From what is kept now: another instance may have changed it since. */
  #change(change: (revoked: ReadonlySet<string>) => ReadonlySet<string>): void {
    const { store } = this.#options;
    // Changes of other instances are taken over at the next check of the file, which also ends the
    // rooms.
    store.write([...change(new Set(store.read()))]);
    this.#revoked = change(this.#revoked);
  }
}
