/**
 * The service's own connections, by which it checks that it still serves: recognised by a secret of
 * this process, which no client can know. Anybody may present over them, and nothing counts them.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const HEADER = 'x-lectern-own-connection';

export class OwnConnections {
  readonly #secret = randomBytes(32).toString('base64url');

  /** For the request that opens the WebSocket. */
  get headers(): Readonly<Record<string, string>> {
    return { [HEADER]: this.#secret };
  }

  isOwn({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    const said = headers[HEADER];
    if (typeof said !== 'string') return false;
    const [given, secret] = [Buffer.from(said), Buffer.from(this.#secret)];
    return given.length === secret.length && timingSafeEqual(given, secret);
  }
}
