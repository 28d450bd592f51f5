/**
 * Finds out whether UDP leaves this network and comes back: a peer connection of its own asks a
 * STUN server for its address. Imports nothing, so that the watcher page's first script can have
 * it.
 */

/** Even a slow mobile line answers within this time. After it, UDP counts as blocked. */
const ANSWER_WITHIN_MS = 3_000;

/** `unknown`: not checked yet, or there is no STUN server to ask. */
export type UdpState = 'unknown' | 'open' | 'blocked';

/**
 * Asks all servers at the same time, since one may be away or of another family of addresses; one
 * answer is enough. Where a server sees the address that this machine has itself, the answer makes
 * no candidate. Each socket without an answer causes an error for each server, so fewer errors mean
 * an answer.
 */
export async function checkUdp(stunUrls: readonly string[]): Promise<UdpState> {
  if (stunUrls.length === 0) return 'unknown';
  const pc = new RTCPeerConnection({ iceServers: [{ urls: [...stunUrls] }] });
  try {
    return await new Promise<UdpState>((resolve, reject) => {
      let [sockets, errors] = [0, 0];
      setTimeout(() => resolve('blocked'), ANSWER_WITHIN_MS);
      pc.addEventListener('icecandidateerror', () => (errors += 1));
      pc.addEventListener('icecandidate', ({ candidate }) => {
        const line = candidate?.candidate ?? '';
        if (/ udp .* typ host/i.test(line)) sockets += 1;
        if (line.includes(' typ srflx')) resolve('open');
        else if (candidate === null) resolve(sockets * stunUrls.length > errors ? 'open' : 'blocked');
      });
      pc.createDataChannel('');
      pc.setLocalDescription().catch(reject);
    });
  } catch {
    // The browser makes no such connection. Links will say more.
    return 'unknown';
  } finally {
    pc.close();
  }
}

/** The last check, which is repeated when the network may have changed. */
export class UdpCheck {
  #state: UdpState = 'unknown';
  #running: Promise<void> | undefined;
  #begunAtMs = 0;
  #stunUrls: readonly string[];

  /** `first`: a check of these servers that runs already. */
  constructor(stunUrls: readonly string[] = [], first?: Promise<UdpState>) {
    this.#stunUrls = stunUrls;
    if (first !== undefined) this.#track(first);
  }

  get state(): UdpState {
    return this.#state;
  }

  /** Checks unless it has before. */
  begin(stunUrls: readonly string[]): void {
    if (this.#stunUrls.length > 0) return;
    this.#stunUrls = stunUrls;
    this.repeat();
  }

  /** Checks again, unless a check is running. The state is unknown until it is done. */
  repeat(): void {
    if (this.#stunUrls.length > 0 && this.#running === undefined) this.#track(checkUdp(this.#stunUrls));
  }

  /** The state once it is known, or as it is so long after the check has begun. */
  async settled(withinMs: number): Promise<UdpState> {
    const leftMs = this.#begunAtMs + withinMs - performance.now();
    if (this.#running !== undefined && leftMs > 0) {
      await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, leftMs))]);
    }
    return this.#state;
  }

  #track(check: Promise<UdpState>): void {
    this.#state = 'unknown';
    this.#begunAtMs = performance.now();
    this.#running = this.#finish(check);
  }

  async #finish(check: Promise<UdpState>): Promise<void> {
    this.#state = await check;
    this.#running = undefined;
  }
}
