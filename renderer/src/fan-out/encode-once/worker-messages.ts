/**
 * Messages between the page and the fan-out worker. Both come from one build, so they are typed but
 * not validated.
 */
import type { Codec, LayerIndex } from '@lectern/steering';
import type { LogLevelNumbers } from 'loglevel';
import type { EncodedStreams } from './encoded-frames.ts';
import type { SoundProtection } from './scene-sound.ts';

export type ToWorker =
  /** The first message. */
  | { readonly type: 'start'; readonly logLevel: LogLevelNumbers }
  /** The frames of a new encoder. Those of the one before in this codec have ended. */
  | {
      readonly type: 'encoder-opened';
      readonly codec: Codec;
      readonly video: ReadableStream<RTCEncodedVideoFrame>;
      /** Null for an encoder that makes no sound. */
      readonly audio: ReadableStream<RTCEncodedAudioFrame> | null;
    }
  /** No link reads it any more. */
  | { readonly type: 'encoder-closed'; readonly codec: Codec }
  | { readonly type: 'count-frames' }
  /** Which SSRC of the encoder is which layer. */
  | {
      readonly type: 'layers-known';
      readonly codec: Codec;
      readonly layers: readonly (readonly [ssrc: number, layer: LayerIndex])[];
    }
  /** The encoder's mean time for one frame of its slowest layer. */
  | { readonly type: 'encoder-timed'; readonly codec: Codec; readonly encodeMs: number }
  | {
      readonly type: 'link-opened';
      /** Carries all further messages about this link. */
      readonly port: MessagePort;
      readonly video: EncodedStreams<RTCEncodedVideoFrame>;
      /** Null for a layer beside the one that carries the sound of its connection. */
      readonly audio: EncodedStreams<RTCEncodedAudioFrame> | null;
    };

export type FromWorker =
  /** A layer has begun whose SSRC is not known yet. */
  | { readonly type: 'layers-unknown'; readonly codec: Codec }
  /** Frames that have come from encoders since the worker's start. */
  | { readonly type: 'frames-counted'; readonly counts: EncodedCounts };

export interface EncodedCounts {
  /** Of the picture, by codec and layer. */
  readonly layers: Readonly<Record<Codec, Readonly<Record<LayerIndex, number>>>>;
  readonly sound: number;
}

export type ToWorkerLink =
  /**
   * The encoder that it reads, for its whole life: before anything is chosen or written. VP8's where
   * nothing was said.
   */
  | { readonly type: 'encoder-chosen'; readonly codec: Codec }
  /** The path is up: frames written from now on arrive. */
  | { readonly type: 'connected' }
  /** The layer to send, from its next key frame on; null is no picture, at once. */
  | { readonly type: 'layer-chosen'; readonly layer: LayerIndex | null }
  /** What is written would be lost: keep the picture, send only sound. */
  | { readonly type: 'held' }
  /** Begin with a key frame. */
  | { readonly type: 'released' }
  /** Nothing leaves although it should: write with new writers, beginning with a key frame of this layer. */
  | { readonly type: 'renewed'; readonly layer: LayerIndex | null }
  /** How its sound is protected from loss from now on; null is not at all. */
  | { readonly type: 'sound-protected'; readonly protection: SoundProtection | null }
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
  /** This browser cannot make redundant frames: the sound stays plain. */
  | { readonly type: 'sound-unprotected' }
  /** Frames can no longer be written. */
  | { readonly type: 'broken' };
