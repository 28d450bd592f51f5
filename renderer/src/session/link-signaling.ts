/**
 * Connects the fan-out's links with the signaling client: their requests, the service's notices
 * about them, and prepared links.
 */
import type { SignalingClient } from '@lectern/rtc';
import type { DirectFanOut, FanOutCarrier } from '../fan-out/direct-fan-out.ts';
import { PreparedLinks } from './prepared-links.ts';

export interface LinkSignalingOptions {
  readonly links: DirectFanOut;
  readonly signaling: () => Pick<SignalingClient, 'isConnected' | 'request'>;
  /** Whether a watcher may come for a prepared link. */
  readonly isRoomLive: () => boolean;
}

type LinkNotices = Pick<SignalingNotices, Extract<keyof SignalingNotices, `link:${string}`>>;
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
    const { links } = this.#options;
    return {
      'link:opened': (opening) => links.open(opening, this.#carrier),
      'link:claimed': ({ linkId, watcherId }) => {
        links.handleClaim(linkId, watcherId);
        this.prepared.topUp();
      },
      'link:answered': ({ linkId, round, sdp }) => links.handleAnswer(linkId, round, sdp),
      'link:candidate-found': ({ linkId, round, candidate }) => links.handleCandidate(linkId, round, candidate),
      'link:ice-renewed': ({ linkId, iceServers }) => links.renewIce(linkId, iceServers),
      'link:restart-requested': ({ linkId }) => links.handleRestartRequest(linkId),
      'link:closed': ({ linkId, reason }) => {
        if (reason === 'lost') links.handleLost(linkId);
        else if (reason === 'replaced') links.handleReplaced(linkId);
        else links.close(linkId);
        if (reason === 'expired') this.prepared.topUp();
        else this.prepared.topUpLater();
      },
    };
  }

  readonly #carrier: FanOutCarrier = {
    isOpen: () => this.#options.signaling().isConnected,
    sendOffer: async (linkId, round, sdp) => {
      await this.#options.signaling().request('link:offer', { linkId, round, sdp });
    },
    // A lost candidate does no harm: others, or those of the next round, will do.
    sendCandidate: (linkId, round, candidate) =>
      ignoreFailure(this.#options.signaling().request('link:candidate', { linkId, round, candidate })),
    refreshIce: async (linkId) => {
      if (!this.#options.signaling().isConnected) return undefined;
      return (await this.#options.signaling().request('link:refresh-ice', { linkId })).iceServers;
    },
    requestReplacement: (linkId) => {
      // Refused where the watcher has left, or has another link already.
      ignoreFailure(this.#options.signaling().request('link:replace', { linkId }));
      this.prepared.topUpLater();
    },
  };
}

/** The signaling client logs what failed. */
const ignoreFailure = (reply: Promise<unknown>): void => void reply.catch(() => undefined);
