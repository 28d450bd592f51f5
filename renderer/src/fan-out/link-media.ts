/**
 * How the scene's media reaches the links' peer connections. Two ways: `encode-once/` and, where
 * that is not possible, `ordinary/`.
 */
import type { LinkId, OfferedLayer, QualityCap } from '@lectern/protocol';
import type { ReadableStore } from '@lectern/state';
import type { Codec, Content, LayerIndex, EncodedPicture, PictureSize, Quality, SoundContent } from '@lectern/steering';
import type { AnsweringWatcher } from './codec-choice.ts';
import type { SentSound } from './sent-sound.ts';
import type { SentStream } from './sent-stream.ts';
import type { LinkVitals, StreamKind } from './watch/link-vitals.ts';

/** The scene's two tracks. A null track is sent as nothing of that kind. */
export interface OutgoingScene {
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
  /** What the picture mainly shows. */
  readonly content: Content;
  /** What the sound carries. */
  readonly sound: SoundContent;
  /** Of the picture; null while unknown. */
  readonly size: PictureSize | null;
}

/** What the presenter has chosen about quality. */
export interface MediaQuality {
  /** Picture size and bitrate of the best layer. */
  readonly preset: Quality;
  /** How much of the presenter's uplink all links together may use, in kbit/s; null is no limit. */
  readonly uplinkKbps: number | null;
  /** What lower layers preserve; `auto` goes by the scene's content. */
  readonly sharpness: Content | 'auto';
}

export const defaultQuality: MediaQuality = { preset: 'standard', uplinkKbps: null, sharpness: 'auto' };

export interface MediaReport {
  /** One encoder for all links, or one for each. */
  readonly encoding: 'once' | 'each';
  /** The measured capacity of the presenter's uplink, in kbit/s; null while nothing limits it. */
  readonly uplinkKbps: number | null;
  /**
   * The layers of all links that receive one, lowest first. Empty where each link has an encoder of
   * its own.
   */
  readonly layers: readonly LayerIndex[];
}

export interface MediaLinkConfig {
  readonly linkId: LinkId;
  readonly connection: RTCConfiguration;
}

/**
 * The media of one link, to a watcher or to the relay. Owns its peer connection.
 */
export interface MediaLink {
  /**
   * Its transceivers carry the scene and go on carrying it when it changes: one for the sound, then
   * one for the picture, or on a publishing link one for each layer, the lowest first.
   */
  readonly pc: RTCPeerConnection;
  /**
   * Of its picture, from the first answer on for its whole life; null where its browsers choose it.
   */
  readonly codec: Codec | null;
  /**
   * The layer chosen for this link, on a publishing link the highest of them; null before it is
   * connected, with sound only, or with an encoder of its own.
   */
  readonly layer: LayerIndex | null;
  /** The most that its watcher wants, or the relay. */
  readonly highest: QualityCap;
  /** Sets `highest`. With `sound`, no picture is sent. */
  cap(highest: QualityCap): void;
  /**
   * The answer as it is to be applied: in one codec alone, which the link's first answer decides.
   */
  adaptAnswer(sdp: string, watcher: AnsweringWatcher): string;
  /** Whether its browser sends that codec, once the answer has been applied. */
  readonly isCodecAgreed: boolean;
  requestKeyFrame(): void;
  /** Whether it should leave now, provided that the link is connected. */
  sends(stream: StreamKind): boolean;
  /** Its statistics; rejects while its connection has none. */
  readVitals(): Promise<LinkVitals>;
  /** What there is to send, as a count that grows; null where the tracks of its connection say it. */
  source(stream: StreamKind): number | null;
  /** Picture or sound does not leave although it should: their stream starts again. */
  renewWriter(stream: StreamKind): void;
  /** Nothing arrives from the watcher: a picture that is sent now is lost, or too old when it arrives. */
  holdPicture(): void;
  /** Packets flow again: the picture goes on, beginning with a key frame. */
  resumePicture(): void;
  /**
   * Calls `listener` when media can no longer be sent, although the connection may look healthy.
   */
  onBroken(listener: () => void): void;
  /**
   * Stops sending at once. The connection closes after `lingerMs`, so that a last message can still
   * leave.
   */
  close(lingerMs?: number): void;
}

export interface LinkMedia {
  readonly report: ReadableStore<MediaReport>;
  /**
   * The layers that watchers may choose from, lowest first; empty while the picture's height is
   * unknown.
   */
  readonly offered: ReadableStore<readonly OfferedLayer[]>;
  /** The codecs in which this machine has been too slow to encode such a picture. */
  readonly tooSlow: ReadableStore<readonly Codec[]>;
  /** A link to a watcher. */
  open(config: MediaLinkConfig): MediaLink;
  /** A publishing link, to the relay: all layers up to its `highest`. */
  publish(config: MediaLinkConfig): MediaLink;
  /** What is sent from now on, without renegotiation; null is nothing. */
  setScene(scene: OutgoingScene | null): void;
  /** Takes effect at once, without renegotiation. */
  setQuality(quality: MediaQuality): void;
  /** Reads what is being encoded and sent. Bitrates are averages since the last call. */
  readSentStreams(): Promise<readonly SentStream[]>;
  /**
   * Reads how the sound is encoded and sent; null while nothing is sent. The bitrate is an average
   * since the last call.
   */
  readSentSound(): Promise<SentSound | null>;
  /** Closes all links as well. */
  close(): void;
}

/** What the encoders should make of that scene. */
export const pictureOf = (scene: OutgoingScene | null, { preset, sharpness }: MediaQuality): EncodedPicture => ({
  quality: preset,
  content: sharpness === 'auto' ? (scene?.content ?? 'motion') : sharpness,
  isScreen: scene?.content === 'text',
  size: scene?.size ?? null,
});
