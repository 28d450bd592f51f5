/** What the owner of a room wants to be at the relay's nodes, and what a look has found there. */
import type { Codec, Mountpoint, VideoMid } from '../janus/streaming.ts';
import type { Forward, ForwardedStream } from '../janus/video-room.ts';
import type { RelayRoomNames } from '../names.ts';

/** What a publisher sends, as its offer names it. */
export interface WantedPublisher {
  /** Its id in the room: that of the link that publishes. */
  readonly id: string;
  /** `mid` of its sound; null where it has none. */
  readonly audio: string | null;
  /** `mid` of each layer, lowest first: none in a codec that it does not send. */
  readonly layers: Readonly<Record<VideoMid, readonly string[]>>;
}

export interface WantedRoom {
  readonly names: RelayRoomNames;
  /** Name of the node that it is published at. */
  readonly origin: string;
  /** What its mountpoints are for: one on each edge, with a video for each codec. */
  readonly audio: Codec;
  readonly videos: Readonly<Record<VideoMid, Codec>>;
  /** Whose media is forwarded; null before there is one. */
  readonly publisher: WantedPublisher | null;
  /** Names of the nodes that its watchers are at. */
  readonly edges: readonly string[];
}

export interface FoundRoom {
  readonly publishers: readonly string[];
  readonly forwards: readonly Forward[];
}

/** A node that is here. Rooms and mountpoints by their ids, the service's own only. */
export interface FoundNode {
  readonly mediaAddress: string;
  /** Null: one that this instance wants nothing of. */
  readonly rooms: ReadonlyMap<string, FoundRoom | null>;
  readonly mountpoints: ReadonlyMap<string, Mountpoint | null>;
}

/** By the names of the nodes. A node that is away is missing. */
export type Found = ReadonlyMap<string, FoundNode>;

/** A request to send. `node` is the name of the node that gets it. */
export type RebuildStep = { readonly node: string } & (
  | { readonly type: 'create-room'; readonly room: WantedRoom }
  | { readonly type: 'destroy-room'; readonly id: string }
  | { readonly type: 'create-mountpoint'; readonly room: WantedRoom }
  | { readonly type: 'destroy-mountpoint'; readonly id: string }
  | { readonly type: 'stop-forward'; readonly room: WantedRoom; readonly forward: Forward }
  | {
      readonly type: 'forward';
      readonly room: WantedRoom;
      readonly publisher: string;
      readonly host: string;
      readonly streams: readonly ForwardedStream[];
    }
);
