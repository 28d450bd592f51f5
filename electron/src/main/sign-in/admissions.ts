/** Remembers the sign-ins, one for each service: the service's admission, and the person's name. */
import * as z from 'zod/mini';
import { Token } from '@lectern/protocol';
import type { ServiceSecrets } from '../services/service-secrets.ts';

const Admission = z.object({
  admission: Token,
  name: z.string(),
  /** Milliseconds since 1970, on this machine's clock. The service decides. */
  untilMs: z.number(),
});
export type Admission = z.infer<typeof Admission>;

export class Admissions {
  readonly #secrets: Pick<ServiceSecrets, 'read' | 'store'>;

  constructor(secrets: Pick<ServiceSecrets, 'read' | 'store'>) {
    this.#secrets = secrets;
  }

  read(origin: string): Admission | null {
    const text = this.#secrets.read(origin);
    if (text === null) return null;
    try {
      return Admission.parse(JSON.parse(text));
    } catch {
      return null; // Of another version: the person signs in again.
    }
  }

  /** Null signs out. */
  store(origin: string, admission: Admission | null): void {
    this.#secrets.store(origin, admission === null ? null : JSON.stringify(admission));
  }
}
