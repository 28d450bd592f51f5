/** How the scene's media gets onto the links' connections. Two ways do it: `encode-once/` and, where that cannot be, `ordinary/`. */
import type { LinkId, OfferedLayer, QualityCap } from '@lectern/protocol';
import type { ReadableStore } from '@lectern/state';
import type { Content, LayerIndex, Quality } from '@lectern/steering';
import type { SentStream } from './sent-stream.ts';

/** What goes out. Null is nothing of that kind: a camera or microphone that is off. */
export interface OutgoingSource {
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
  readonly content: Content;
  /** Of the picture, where it is known. */
  readonly height?: number;
}

export const nothingOutgoing: OutgoingSource = { video: null, audio: null, content: 'motion' };

/** What the fan-out can say about itself. */
export interface FanOutReport {
  /** One encoder for all links, or one for each. */
  readonly encoding: 'once' | 'each';
  /** What the presenter's line carries, as far as that is known; null while nothing limits it. */
  readonly uplinkKbps: number | null;
  /** The layer that each link is sent; a link not listed is not connected yet, or has an encoder of its own. */
  readonly layers: ReadonlyMap<LinkId, LayerIndex>;
}

export interface LinkMedia {
  readonly report: ReadableStore<FanOutReport>;
  /** What watchers may choose among, the lowest first; nothing while the picture's size is unknown. */
  readonly offered: ReadableStore<readonly OfferedLayer[]>;
  /**
   * A connection with one video and one audio transceiver that carry the source, and go on carrying it when it changes. `onBroken`: they
   * no longer do, however well the connection looks.
   */
  open(linkId: LinkId, configuration: RTCConfiguration, onBroken: () => void): RTCPeerConnection;
  /** Forgets the link; its connection is closed by whoever holds it. */
  close(linkId: LinkId): void;
  /** Another source, without renegotiation. */
  setSource(source: OutgoingSource): void;
  /** Another size and bitrate, without renegotiation. */
  setQuality(quality: Quality): void;
  /** What is really encoded and sent just now. Bitrates are of the time since the last call. */
  describe(): Promise<readonly SentStream[]>;
  requestKeyFrame(linkId: LinkId): void;
  /** The most that this link's watcher wants; with `sound`, no picture is sent. */
  cap(linkId: LinkId, highest: QualityCap): void;
  /** What all links together may take of the presenter's line; null is all there is. */
  limitUplink(kbps: number | null): void;
  /** Lets go of everything. */
  end(): void;
}
