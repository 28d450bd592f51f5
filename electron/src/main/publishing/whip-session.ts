/**
 * One publication at a WHIP server (RFC 9725): the offer and its answer, candidates that are found
 * later, and the end. Media does not pass here.
 */
import type { PublicationFailure, PublicationReply } from '@lectern/bridge';
import type { HttpAnswer, HttpContent, HttpRequest } from './http-request.ts';
import { iceServersIn } from './ice-links.ts';

const MAX_REDIRECTS = 3;
/** An hour: a longer wait would look like a fault of the app. */
const LONGEST_RETRY_MS = 3_600_000;

interface WhipTarget {
  readonly address: string;
  readonly token: string | null;
  readonly request: HttpRequest;
}

type Opened =
  | { readonly session: WhipSession; readonly reply: Extract<PublicationReply, { kind: 'answered' }> }
  | { readonly session: null; readonly reply: Extract<PublicationReply, { kind: 'failed' }> };

export class WhipSession {
  readonly #target: WhipTarget;
  readonly #url: string;
  readonly #etag: string | null;
  #takesCandidates = true;
  #state: 'open' | 'closed' = 'open';

  private constructor(target: WhipTarget, url: string, etag: string | null) {
    this.#target = target;
    this.#url = url;
    this.#etag = etag;
  }

  /** Rejects where the server cannot be reached. */
  static async open(target: WhipTarget, offer: string): Promise<Opened> {
    const { url, answer } = await post(target, offer);
    const location = answer.header('location');
    const session =
      answer.status === 201 && location !== null && URL.canParse(location, url)
        ? new WhipSession(target, new URL(location, url).href, answer.header('etag'))
        : null;
    if (session === null) return { session, reply: failure(answer) };
    if (!isDescription(answer)) {
      await session.close();
      return { session: null, reply: { kind: 'failed', why: 'not-whip', retryAfterMs: null } };
    }
    return {
      session,
      reply: { kind: 'answered', answer: answer.body, iceServers: iceServersIn(answer.header('link')) },
    };
  }

  /** A server need not take them (section 4.3): it is not asked again. */
  async sendCandidates(fragment: string): Promise<void> {
    if (!this.#takesCandidates || this.#state === 'closed') return;
    const answer = await this.#request({
      method: 'PATCH',
      headers: {
        'Content-Type': 'application/trickle-ice-sdpfrag',
        ...(this.#etag === null ? {} : { 'If-Match': this.#etag }),
      },
      body: fragment,
    });
    this.#takesCandidates = answer.status >= 200 && answer.status < 300;
  }

  /** Rejects where the server cannot be reached: it notices by itself that nothing comes. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    await this.#request({ method: 'DELETE', headers: {} });
  }

  #request({ method, headers, ...rest }: HttpContent): Promise<HttpAnswer> {
    return this.#target.request(this.#url, {
      method,
      headers: { ...headers, ...bearer(this.#target, this.#url) },
      ...rest,
    });
  }
}

async function post(target: WhipTarget, offer: string): Promise<{ readonly url: string; readonly answer: HttpAnswer }> {
  let url = target.address;
  for (let redirects = 0; ; redirects += 1) {
    const headers = { 'Content-Type': 'application/sdp', Accept: 'application/sdp', ...bearer(target, url) };
    const answer = await target.request(url, { method: 'POST', headers, body: offer });
    const next = redirects < MAX_REDIRECTS ? redirectOf(url, answer) : undefined;
    if (next === undefined) return { url, answer };
    url = next;
  }
}

/** Only the two that keep the method (section 4.5), and none that gives up TLS. */
function redirectOf(from: string, { status, header }: HttpAnswer): string | undefined {
  const location = header('location');
  if ((status !== 307 && status !== 308) || location === null || !URL.canParse(location, from)) return undefined;
  const to = new URL(location, from);
  const isAsSafe = to.protocol === 'https:' || to.protocol === new URL(from).protocol;
  return isAsSafe && /^https?:$/.test(to.protocol) ? to.href : undefined;
}

/** The token goes to the server for which it was entered, and to no other one that it names. */
const bearer = ({ address, token }: WhipTarget, url: string): { readonly Authorization?: string } =>
  token === null || new URL(url).origin !== new URL(address).origin ? {} : { Authorization: `Bearer ${token}` };

const isDescription = ({ header, body }: HttpAnswer): boolean =>
  /^application\/sdp\b/i.test(header('content-type') ?? '') && body.startsWith('v=0');

function failure(answer: HttpAnswer): Extract<PublicationReply, { kind: 'failed' }> {
  return { kind: 'failed', why: whyOf(answer.status), retryAfterMs: retryAfterMs(answer.header('retry-after')) };
}

function whyOf(status: number): PublicationFailure {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 409) return 'in-use';
  if (status === 400 || status === 422 || status === 413) return 'offer-refused';
  if (status === 429 || status === 503) return 'busy';
  return status >= 500 ? 'unreachable' : 'not-whip';
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), LONGEST_RETRY_MS);
}
