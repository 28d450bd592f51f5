/**
 * Connects the fan-out's links with the signaling client: their requests, the service's notices
 * about them, and prepared links.
 */
import type { LinkId } from '@lectern/protocol';
import type { SignalingClient } from '@lectern/rtc';
import type { DirectFanOut } from '../fan-out/direct-fan-out.ts';
import type { RelayCarrier, RelayFanOut } from '../fan-out/relay-fan-out.ts';
import { PreparedLinks } from './prepared-links.ts';

/** The first version of the protocol in which a service may have a relay. */
const PUBLISHES_SINCE_VERSION = 3;

export interface LinkSignalingOptions {
  readonly links: DirectFanOut;
  readonly relay: RelayFanOut;
  readonly signaling: () => Pick<SignalingClient, 'isConnected' | 'request'>;
  /** Whether the room is open: before that the service takes no message of a link. */
  readonly isOpen: () => boolean;
  /** Calls `listener` when that may have changed, until the result is called. */
  readonly onChange: (listener: () => void) => () => void;
  /** Whether a watcher may come for a prepared link. */
  readonly isRoomLive: () => boolean;
}

type LinkNotices = Pick<
  SignalingNotices,
  Extract<keyof SignalingNotices, `link:${string}` | 'layers:requested' | 'fan-out:changed' | 'relay:reported'>
>;
type SignalingNotices = ConstructorParameters<typeof SignalingClient>[0]['notices'];

export class LinkSignaling {
  readonly prepared: PreparedLinks;
  readonly #options: LinkSignalingOptions;

  constructor(options: LinkSignalingOptions) {
    this.#options = options;
    const { links, signaling, isRoomLive } = options;
    this.prepared = new PreparedLinks({
      isWanted: isRoomLive,
      count: () => links.preparedCount,
      prepare: async () => links.open(await signaling().request('link:prepare', {}), this.#carrier),
    });
  }

  get notices(): LinkNotices {
    const { links, relay } = this.#options;
    // Each knows its own links.
    const both = [links, relay];
    return {
      'link:opened': (opening) => links.open(opening, this.#carrier),
      'link:claimed': ({ linkId, watcherId }) => {
        links.handleClaim(linkId, watcherId);
        this.prepared.topUp();
      },
      'link:answered': ({ linkId, round, sdp, decodes }) => {
        links.handleAnswer(linkId, round, sdp, decodes);
        relay.handleAnswer(linkId, round, sdp);
      },
      'link:candidate-found': ({ linkId, round, candidate }) =>
        both.forEach((fanOut) => fanOut.handleCandidate(linkId, round, candidate)),
      'link:ice-renewed': ({ linkId, iceServers }) => both.forEach((fanOut) => fanOut.renewIce(linkId, iceServers)),
      'link:restart-requested': ({ linkId }) => both.forEach((fanOut) => fanOut.handleRestartRequest(linkId)),
      'link:publish-requested': (request) => relay.publish(request, this.#carrier),
      'layers:requested': ({ layers }) => relay.setLayers(layers),
      'fan-out:changed': ({ fanOut, reason }) => relay.setFanOut(fanOut, reason),
      'relay:reported': (digest) => relay.setDigest(digest),
      'link:closed': ({ linkId, reason }) => {
        relay.close(linkId);
        if (reason === 'lost') links.handleLost(linkId);
        else if (reason === 'replaced') links.handleReplaced(linkId);
        else links.close(linkId);
        if (reason === 'expired') this.prepared.topUp();
        else this.prepared.topUpLater();
      },
    };
  }

  /** For `room:open`: whether this app can publish to a relay, and over which link it does. */
  inOpening(version: number | null): { readonly publishes?: true; readonly publishing?: LinkId } {
    if ((version ?? 0) < PUBLISHES_SINCE_VERSION) return {};
    const { publishing } = this.#options.relay;
    return { publishes: true, ...(publishing === undefined ? {} : { publishing }) };
  }

  get #isOpen(): boolean {
    return this.#options.isOpen() && this.#options.signaling().isConnected;
  }

  readonly #carrier: RelayCarrier = {
    isOpen: () => this.#isOpen,
    whenOpen: async (withinMs) => {
      if (this.#isOpen) return;
      await new Promise<void>((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          stop();
          resolve();
        };
        const timer = setTimeout(finish, withinMs);
        const stop = this.#options.onChange(() => this.#isOpen && finish());
      });
    },
    sendOffer: async (linkId, round, sdp) => {
      await this.#options.signaling().request('link:offer', { linkId, round, sdp });
    },
    // A lost candidate does no harm: others, or those of the next round, will do.
    sendCandidate: (linkId, round, candidate) =>
      ignoreFailure(this.#options.signaling().request('link:candidate', { linkId, round, candidate })),
    refreshIce: async (linkId) => (await this.#options.signaling().request('link:refresh-ice', { linkId })).iceServers,
    // What is said while signaling is away is said again when it is back.
    say: (linkId, message) => ignoreFailure(this.#options.signaling().request('link:say', { linkId, message })),
    requestReplacement: async (linkId) => {
      this.prepared.topUpLater();
      try {
        await this.#options.signaling().request('link:replace', { linkId });
        return true;
      } catch {
        // Refused where the watcher has left, or has another link already. The client logs it.
        return false;
      }
    },
  };
}

/** The signaling client logs what failed. */
const ignoreFailure = (reply: Promise<unknown>): void => void reply.catch(() => undefined);
