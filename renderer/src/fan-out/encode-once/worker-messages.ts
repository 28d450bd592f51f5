/** What page and fan-out worker say to each other. Both are ours and of one build, so the types are all there is. */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from '@lectern/steering';
import type { EncodedStreams } from './insertable-streams.ts';

export type ToWorker =
  | { readonly kind: 'video-encoder'; readonly readable: ReadableStream<RTCEncodedVideoFrame> }
  | { readonly kind: 'audio-encoder'; readonly readable: ReadableStream<RTCEncodedAudioFrame> }
  /** Which SSRC of the encoder is which layer. */
  | { readonly kind: 'layers-known'; readonly layers: readonly (readonly [ssrc: number, layer: LayerIndex])[] }
  | {
      readonly kind: 'link-opened';
      readonly linkId: LinkId;
      readonly video: EncodedStreams<RTCEncodedVideoFrame>;
      readonly audio: EncodedStreams<RTCEncodedAudioFrame>;
    }
  /** The path is up: what is written from now on arrives. */
  | { readonly kind: 'link-connected'; readonly linkId: LinkId }
  | { readonly kind: 'link-closed'; readonly linkId: LinkId }
  /** The layer that the link should get, from its next key frame on; null is no picture from now on. */
  | { readonly kind: 'layer-chosen'; readonly linkId: LinkId; readonly layer: LayerIndex | null }
  /** Its stream begins anew: no picture until then, and then a key frame. Sound goes on. */
  | { readonly kind: 'link-held'; readonly linkId: LinkId }
  | { readonly kind: 'link-released'; readonly linkId: LinkId }
  /** What the encoder has taken for a frame of late. */
  | { readonly kind: 'encoder-timed'; readonly encodeMs: number }
  | { readonly kind: 'count' };

export type FromWorker =
  /** A layer whose SSRC is not known yet has begun. */
  | { readonly kind: 'layers-unknown' }
  /** A link waits for a key frame of the layer that was chosen for it. */
  | { readonly kind: 'key-frame-wanted'; readonly linkId: LinkId }
  /** A link has been sent a key frame, and gets this layer from there on. */
  | { readonly kind: 'key-frame-sent'; readonly linkId: LinkId; readonly layer: LayerIndex }
  /** The link's own track has told the time, and is needed no more than now and then. */
  | { readonly kind: 'clock-ready'; readonly linkId: LinkId }
  /** The link's own encoder was asked for a key frame, so its watcher needs one. */
  | { readonly kind: 'link-starved'; readonly linkId: LinkId }
  /** Frames can no longer be written to the link. */
  | { readonly kind: 'link-broken'; readonly linkId: LinkId }
  | { readonly kind: 'counted'; readonly links: number; readonly pendingWrites: number };
