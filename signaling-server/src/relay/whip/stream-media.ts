/** What encoders send, and what the mountpoint of a stream is for. */
import type { VideoMid } from '../janus/streaming.ts';
import type { PublishedStream } from '../janus/video-room.ts';

/** As browsers name them by default, so that most players need no other numbers. */
const audio = { codec: 'opus', payloadType: 111 };
const videos = {
  v: { codec: 'vp8', payloadType: 96 },
  // What most encoders send; browsers decode other profiles under this name as well.
  w: {
    codec: 'h264',
    payloadType: 102,
    parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  },
} as const;

export const streamCodecs = { audio, videos };

/** What an encoder sends. */
export interface StreamMedia {
  /** Which picture of the mountpoint it feeds. */
  readonly video: VideoMid | null;
  /** The `mid`s of its own media. */
  readonly picture: string | null;
  readonly audio: string | null;
}

export const noMedia: StreamMedia = { video: null, picture: null, audio: null };

export function mediaOf(streams: readonly PublishedStream[]): StreamMedia {
  const sound = streams.find(({ type, codec }) => type === 'audio' && codec === audio.codec);
  const pictures = streams.flatMap(({ mid, type, codec }) => {
    const video = (['v', 'w'] as const).find((each) => videos[each].codec === codec);
    return type === 'video' && video !== undefined ? [{ video, picture: mid }] : [];
  });
  return { audio: sound?.mid ?? null, ...(pictures[0] ?? { video: null, picture: null }) };
}

/** One layer, which takes the place of the lowest, in its codec; none in the other. */
export const layersOf = (name: VideoMid, { video, picture }: StreamMedia): readonly string[] =>
  video === name && picture !== null ? [picture] : [];
