/**
 * Decides which browser may open the presenter's page. The printed address holds a token that works
 * once; the browser that brings it gets a cookie and needs nothing else from then on. The page can
 * go live with this machine's camera, so other users and other web pages must stay out.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';

export type Verdict =
  | { readonly type: 'serve' }
  /** The token was right. It is used up now. */
  | { readonly type: 'admit'; readonly setCookie: string }
  | { readonly type: 'refuse'; readonly reason: 'other-host' | 'no-cookie' };

export interface PageRequest {
  readonly host: string | undefined;
  readonly path: string;
  readonly token: string | null;
  readonly cookie: string | undefined;
}

export class TokenGate {
  readonly token = randomBytes(24).toString('base64url');
  readonly #cookieValue = randomBytes(24).toString('base64url');
  readonly #port: number;
  #tokenState: 'fresh' | 'used' = 'fresh';

  constructor(port: number) {
    this.#port = port;
  }

  judge(request: PageRequest): Verdict {
    // DNS rebinding: another site's name may resolve to 127.0.0.1, but the request then carries
    // that name.
    const ownHosts = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`];
    if (!ownHosts.includes(request.host ?? '')) return { type: 'refuse', reason: 'other-host' };
    if (isSame(readCookie(request.cookie, this.#cookieName), this.#cookieValue)) return { type: 'serve' };
    if (request.path !== '/' || this.#tokenState === 'used' || !isSame(request.token, this.token)) {
      return { type: 'refuse', reason: 'no-cookie' };
    }
    this.#tokenState = 'used';
    return { type: 'admit', setCookie: `${this.#cookieName}=${this.#cookieValue}; HttpOnly; SameSite=Strict; Path=/` };
  }

  /** Contains the port, since browsers share cookies between the ports of a host. */
  get #cookieName(): string {
    return `lectern-presenter-${this.#port}`;
  }
}

function readCookie(header: string | undefined, name: string): string | null {
  const pair = header?.split(';').find((part) => part.trim().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1) ?? null;
}

function isSame(given: string | null, secret: string): boolean {
  const [left, right] = [Buffer.from(given ?? ''), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}
