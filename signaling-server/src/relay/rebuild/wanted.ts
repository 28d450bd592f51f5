/** What the owner of a room wants to be at the relay's nodes, and what a look has found there. */
import type { Forward, MediumPorts } from '../janus/video-room.ts';
import type { Mountpoint } from '../janus/streaming.ts';
import type { RelayRoomNames } from '../names.ts';

/** A codec with its RTP payload type, and `a=fmtp` where it needs one. */
export interface WantedCodec {
  readonly codec: string;
  readonly payloadType: number;
  readonly parameters?: string;
}

/**
 * Media in one codec, from the publisher to one mountpoint on each of its edges. A mountpoint has one video
 * codec, so a room in two codecs has two feeds.
 */
export interface WantedFeed {
  /** Within its room, such as `vp8`. */
  readonly name: string;
  readonly audio: (WantedCodec & { readonly mid: string }) | null;
  /**
   * `layers`: the publisher's `mid` of each layer, lowest first. One `mid` several times stands for the layers of
   * a simulcast medium.
   */
  readonly video: (WantedCodec & { readonly layers: readonly string[] }) | null;
  /** Names of the nodes that watchers of this feed are at. */
  readonly edges: readonly string[];
}

export interface WantedRoom {
  readonly names: RelayRoomNames;
  /** Name of the node that it is published at. */
  readonly origin: string;
  /** In the order in which they are preferred. */
  readonly videoCodecs: readonly string[];
  /** Of the publisher, in bit/s. */
  readonly bitrate: number;
  /** Id of the publisher whose media is forwarded; null before there is one. */
  readonly publisher: string | null;
  readonly feeds: readonly WantedFeed[];
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
  | { readonly type: 'create-mountpoint'; readonly room: WantedRoom; readonly feed: WantedFeed }
  | { readonly type: 'destroy-mountpoint'; readonly id: string }
  | { readonly type: 'stop-forward'; readonly room: WantedRoom; readonly forward: Forward }
  | {
      readonly type: 'forward';
      readonly room: WantedRoom;
      readonly publisher: string;
      readonly host: string;
      readonly streams: readonly MediumPorts[];
    }
);
