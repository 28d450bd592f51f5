/**
 * One attempt to publish the scene to another server: a link like those to watchers, whose offer
 * and answer go by WHIP. It has no data channel.
 */
import type { DesktopCalls } from '@lectern/bridge';
import { LinkId, type IceServer } from '@lectern/protocol';
import { errorName, linkConfiguration } from '@lectern/rtc';
import loglevel from 'loglevel';
import type { LinkMedia, MediaLink } from '../fan-out/link-media.ts';
import { CANDIDATES_TOGETHER_MS, PUBLISH_CONNECT_MS, PUBLISH_LOST_MS } from '../policy/publishing.ts';
import { candidateFragment } from './candidate-fragment.ts';
import type { PublishingTrouble } from './publishing-state.ts';

const log = loglevel.getLogger('publishing');

export type PublicationCalls = Pick<DesktopCalls, 'openPublication' | 'sendPublicationCandidates' | 'closePublication'>;

interface PublicationOptions {
  readonly media: Pick<LinkMedia, 'open'>;
  readonly desktop: PublicationCalls;
  readonly onConnected: () => void;
  /** Called once at most, and never after `close`. */
  readonly onFailed: (why: PublishingTrouble, retryAfterMs: number | null) => void;
}

export class Publication {
  readonly #options: PublicationOptions;
  readonly #link: MediaLink;
  readonly #closing = new AbortController();
  #state: 'opening' | 'connected' | 'over' = 'opening';
  /** Ends the wait for a path. */
  #overdue: ReturnType<typeof setTimeout> | undefined;
  #candidates: string[] = [];
  #flush: ReturnType<typeof setTimeout> | undefined;

  /** Begins at once. */
  constructor(options: PublicationOptions) {
    this.#options = options;
    const linkId = newLinkId();
    this.#link = options.media.open({ linkId, connection: linkConfiguration([]) });
    this.#link.onBroken(() => this.#fail('lost'));
    const { pc } = this.#link;
    const { signal } = this.#closing;
    pc.addEventListener('connectionstatechange', () => this.#handleConnection(), { signal });
    pc.addEventListener('icecandidate', ({ candidate }) => this.#collect(candidate), { signal });
    void this.#open();
  }

  /** Closes this end alone: the server is told by `closePublication`. */
  close(): void {
    this.#state = 'over';
    this.#closing.abort();
    clearTimeout(this.#overdue);
    clearTimeout(this.#flush);
    this.#link.close();
  }

  async #open(): Promise<void> {
    const { pc } = this.#link;
    try {
      const offer = await pc.createOffer();
      const reply = await this.#options.desktop.openPublication(offer.sdp ?? '');
      if (this.#closing.signal.aborted) return;
      if (reply.kind === 'failed') {
        this.#fail(reply.why, reply.retryAfterMs);
        return;
      }
      // The local description comes after the servers, with which it begins to gather candidates.
      this.#useServers(reply.iceServers);
      await pc.setLocalDescription(offer);
      await pc.setRemoteDescription({ type: 'answer', sdp: reply.answer });
    } catch (error) {
      log.warn('the server’s answer cannot be used:', errorName(error));
      this.#fail('not-whip');
      return;
    }
    if (this.#closing.signal.aborted) return;
    const takesPicture = pc
      .getTransceivers()
      .some(
        ({ sender, currentDirection }) =>
          sender.transport !== null && isPicture(sender) && currentDirection === 'sendonly',
      );
    if (!takesPicture) this.#fail('no-picture');
    else if (pc.connectionState !== 'connected') this.#failAfter(PUBLISH_CONNECT_MS, 'no-path');
  }

  /** A server that offers broken ones is used without them. */
  #useServers(iceServers: readonly IceServer[]): void {
    const { pc } = this.#link;
    try {
      const configuration = linkConfiguration(iceServers, { withTurn: true, turnOnly: false });
      pc.setConfiguration({ ...pc.getConfiguration(), ...configuration });
    } catch (error) {
      log.debug('the server’s ICE servers cannot be used:', errorName(error));
    }
  }

  #handleConnection(): void {
    switch (this.#link.pc.connectionState) {
      case 'connected':
        clearTimeout(this.#overdue);
        if (this.#state === 'opening') {
          this.#state = 'connected';
          this.#options.onConnected();
        }
        break;
      case 'disconnected':
        this.#failAfter(PUBLISH_LOST_MS, 'lost');
        break;
      case 'failed':
      case 'closed':
        this.#fail(this.#state === 'connected' ? 'lost' : 'no-path');
        break;
      case 'new':
      case 'connecting':
        break;
    }
  }

  #failAfter(ms: number, why: PublishingTrouble): void {
    clearTimeout(this.#overdue);
    this.#overdue = setTimeout(() => this.#fail(why), ms);
  }

  #fail(why: PublishingTrouble, retryAfterMs: number | null = null): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#options.onFailed(why, retryAfterMs);
  }

  #collect(candidate: RTCIceCandidate | null): void {
    // The last event has null or, in some browsers, an empty candidate first.
    if (candidate !== null) this.#candidates.push(candidate.candidate);
    clearTimeout(this.#flush);
    if (candidate === null) this.#send(true);
    else this.#flush = setTimeout(() => this.#send(false), CANDIDATES_TOGETHER_MS);
  }

  #send(areAll: boolean): void {
    const sdp = this.#link.pc.localDescription?.sdp ?? '';
    const fragment = candidateFragment({ sdp, candidates: this.#candidates.splice(0), areAll });
    if (fragment === null) return;
    this.#options.desktop
      .sendPublicationCandidates(fragment)
      .catch((error: unknown) => log.debug('candidates could not be sent:', errorName(error)));
  }
}

const isPicture = (sender: RTCRtpSender): boolean =>
  sender.getParameters().codecs.some(({ mimeType }) => mimeType.startsWith('video/'));

/** In the form of those that the service issues, since the links' steering knows no other. */
function newLinkId(): LinkId {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCharCode(...bytes));
  return LinkId.parse(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
}
