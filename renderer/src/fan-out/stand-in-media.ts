/** Media where there is no browser, for tests: its connections offer and close as real ones do, and lead nowhere. */
import type { LinkId, OfferedLayer } from '@lectern/protocol';
import { Store } from '@lectern/state';
import type { FanOutReport, LinkMedia } from './link-media.ts';

export class StandInMedia implements LinkMedia {
  readonly report = new Store<FanOutReport>({ encoding: 'each', uplinkKbps: null, layers: new Map() });
  readonly offered = new Store<readonly OfferedLayer[]>([]);
  /** All links that there have been. */
  readonly opened: LinkId[] = [];
  readonly #broken = new Map<LinkId, () => void>();

  open(linkId: LinkId, _configuration: RTCConfiguration, onBroken: () => void): RTCPeerConnection {
    this.opened.push(linkId);
    this.#broken.set(linkId, onBroken);
    return new StandInConnection() as RTCPeerConnection;
  }

  /** Nothing can be written to this link any more. */
  breakDown(linkId: LinkId): void {
    this.#broken.get(linkId)?.();
  }

  close(): void {}
  setSource(): void {}
  setQuality(): void {}
  requestKeyFrame(): void {}
  cap(): void {}
  limitUplink(): void {}
  end(): void {}

  async describe(): Promise<[]> {
    return [];
  }
}

class StandInConnection extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'complete';
  localDescription: RTCSessionDescription | null = null;

  createDataChannel(_label: string): RTCDataChannel {
    return Object.assign(new EventTarget(), { readyState: 'connecting' }) as RTCDataChannel;
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    return { type: 'offer', sdp: 'o' };
  }

  async setLocalDescription({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = { type, sdp } as RTCSessionDescription;
    this.signalingState = 'have-local-offer';
    this.dispatchEvent(new Event('signalingstatechange'));
  }

  restartIce(): void {}

  close(): void {
    this.connectionState = 'closed';
  }
}
