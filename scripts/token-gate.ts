/**
 * Who may open the presenter's page in a browser: whoever brings the one-time token from the printed address, and from then on that
 * browser by its cookie. The page can go live with this machine's camera, so other users and other web pages are kept out.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';

export type Verdict =
  | { readonly do: 'serve' }
  /** The token was right and is used up now. */
  | { readonly do: 'admit'; readonly setCookie: string }
  | { readonly do: 'refuse'; readonly why: 'other-host' | 'no-pass' };

export interface Visit {
  readonly host: string | undefined;
  readonly path: string;
  readonly token: string | null;
  readonly cookie: string | undefined;
}

export class TokenGate {
  readonly token = randomBytes(24).toString('base64url');
  readonly #pass = randomBytes(24).toString('base64url');
  readonly #port: number;
  #tokenState: 'fresh' | 'used' = 'fresh';

  constructor(port: number) {
    this.#port = port;
  }

  judge(visit: Visit): Verdict {
    // A page of another site whose name was pointed at 127.0.0.1 gives that site's name here.
    const ownHosts = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`];
    if (!ownHosts.includes(visit.host ?? '')) return { do: 'refuse', why: 'other-host' };
    if (same(this.#cookieIn(visit.cookie), this.#pass)) return { do: 'serve' };
    if (visit.path !== '/' || this.#tokenState === 'used' || !same(visit.token, this.token)) {
      return { do: 'refuse', why: 'no-pass' };
    }
    this.#tokenState = 'used';
    return { do: 'admit', setCookie: `${this.#cookieName}=${this.#pass}; HttpOnly; SameSite=Strict; Path=/` };
  }

  /** Browsers share cookies between the ports of a host. */
  get #cookieName(): string {
    return `lectern-presenter-${this.#port}`;
  }

  #cookieIn(header: string | undefined): string | null {
    const pair = header?.split(';').find((part) => part.trim().startsWith(`${this.#cookieName}=`));
    return pair?.trim().slice(this.#cookieName.length + 1) ?? null;
  }
}

function same(given: string | null, secret: string): boolean {
  const [left, right] = [Buffer.from(given ?? ''), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}
