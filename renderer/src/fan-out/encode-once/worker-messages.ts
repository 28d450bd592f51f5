/**
 * Messages between the page and the fan-out worker. Both come from one build, so they are typed but
 * not validated.
 */
import type { LayerIndex } from '@lectern/steering';
import type { LogLevelNumbers } from 'loglevel';
import type { EncodedStreams } from './encoded-frames.ts';

export type ToWorker =
  /** The first message: the encoder's frames, and the level of the worker's log. */
  | {
      readonly type: 'start';
      readonly video: ReadableStream<RTCEncodedVideoFrame>;
      readonly audio: ReadableStream<RTCEncodedAudioFrame>;
      readonly logLevel: LogLevelNumbers;
    }
  /** Which SSRC of the encoder is which layer. */
  | { readonly type: 'layers-known'; readonly layers: readonly (readonly [ssrc: number, layer: LayerIndex])[] }
  /** The encoder's mean time for one frame of its slowest layer. */
  | { readonly type: 'encoder-timed'; readonly encodeMs: number }
  | {
      readonly type: 'link-opened';
      /** Carries all further messages about this link. */
      readonly port: MessagePort;
      readonly video: EncodedStreams<RTCEncodedVideoFrame>;
      readonly audio: EncodedStreams<RTCEncodedAudioFrame>;
    };

/** A layer has begun whose SSRC is not known yet. */
export interface FromWorker {
  readonly type: 'layers-unknown';
}

export type ToWorkerLink =
  /** The path is up: frames written from now on arrive. */
  | { readonly type: 'connected' }
  /** The layer to send, from its next key frame on; null is no picture, at once. */
  | { readonly type: 'layer-chosen'; readonly layer: LayerIndex | null }
  /** The sending stream is about to restart: keep the picture, send only sound. */
  | { readonly type: 'held' }
  /** The stream has restarted: begin with a key frame. */
  | { readonly type: 'released' }
  | { readonly type: 'closed' };

export type FromWorkerLink =
  /** The link waits for a key frame of its chosen layer. */
  | { readonly type: 'key-frame-wanted' }
  /** A key frame has been sent, and this layer follows it. */
  | { readonly type: 'key-frame-sent'; readonly layer: LayerIndex }
  /** The offset of the link's timestamps is known, so its own track may slow down. */
  | { readonly type: 'clock-ready' }
  /** The watcher needs a key frame: the link's own encoder was asked for one. */
  | { readonly type: 'starved' }
  /** Frames can no longer be written. */
  | { readonly type: 'broken' };
