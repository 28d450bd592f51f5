/**
 * Copies a recording into a file in which players can seek: with its duration and an index of its
 * key frames. The encoded frames stay as they are. What follows the last whole frame of a torn file
 * is left out.
 */
import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  MATROSKA,
  Output,
  WEBM,
  WebMOutputFormat,
  type EncodedPacket,
} from 'mediabunny';
import { rm } from 'node:fs/promises';
import { flush } from '../files/flush.ts';

export interface SeekableFile {
  /** 0 where there was no frame to copy; then there is no new file. */
  readonly durationSeconds: number;
}

/** One track that is copied. */
interface TrackCopy {
  readonly frames: AsyncGenerator<EncodedPacket, void>;
  readonly add: (frame: EncodedPacket) => Promise<void>;
  /** The frame to copy next; undefined at the end. */
  next: EncodedPacket | undefined;
  /** Timestamp of the frame before it. */
  lastSeconds: number;
}

/**
 * A larger difference between the duration that was copied and the one read back means that frames
 * are missing.
 */
const MAX_MISSING_SECONDS = 2;

const openInput = (path: string): Input => new Input({ source: new FilePathSource(path), formats: [WEBM, MATROSKA] });

async function openTracks(input: Input, output: Output): Promise<readonly TrackCopy[]> {
  const tracks: TrackCopy[] = [];
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const [videoCodec, audioCodec] = [await video?.getCodec(), await audio?.getCodec()];
  if (video && videoCodec) {
    const source = new EncodedVideoPacketSource(videoCodec);
    const decoderConfig = (await video.getDecoderConfig()) ?? undefined;
    const meta = decoderConfig && { decoderConfig };
    output.addVideoTrack(source);
    tracks.push({
      frames: new EncodedPacketSink(video).packets(),
      add: (frame) => source.add(frame, meta),
      next: undefined,
      lastSeconds: -Infinity,
    });
  }
  if (audio && audioCodec) {
    const source = new EncodedAudioPacketSource(audioCodec);
    const decoderConfig = (await audio.getDecoderConfig()) ?? undefined;
    const meta = decoderConfig && { decoderConfig };
    output.addAudioTrack(source);
    tracks.push({
      frames: new EncodedPacketSink(audio).packets(),
      add: (frame) => source.add(frame, meta),
      next: undefined,
      lastSeconds: -Infinity,
    });
  }
  return tracks;
}

async function advance(track: TrackCopy): Promise<void> {
  track.next = (await track.frames.next()).value ?? undefined;
}

/**
 * A recorder that was blocked gives several frames one timestamp, which strict players refuse: each
 * is moved by a millisecond.
 */
function inOrder(frame: EncodedPacket, lastSeconds: number): EncodedPacket {
  return frame.timestamp >= lastSeconds + 0.001 ? frame : frame.clone({ timestamp: lastSeconds + 0.001 });
}

/**
 * The track with the earliest frame: sound and picture alternate in the file as they do in time.
 */
function earliest(tracks: readonly TrackCopy[]): TrackCopy | undefined {
  let first: TrackCopy | undefined;
  for (const track of tracks) {
    if (track.next && (first?.next === undefined || track.next.timestamp < first.next.timestamp)) first = track;
  }
  return first;
}

/** Returns when the last frame ends, in seconds. */
async function copyFrames(tracks: readonly TrackCopy[]): Promise<number> {
  let endSeconds = 0;
  for (let track = earliest(tracks); track?.next; track = earliest(tracks)) {
    const frame = inOrder(track.next, track.lastSeconds);
    track.lastSeconds = frame.timestamp;
    await track.add(frame);
    endSeconds = Math.max(endSeconds, frame.timestamp + frame.duration);
    await advance(track);
  }
  return endSeconds;
}

/** Throws unless the new file has the expected duration and a player can start in its middle. */
async function verify(path: string, expectedSeconds: number): Promise<void> {
  const input = openInput(path);
  try {
    const durationSeconds = await input.computeDuration();
    if (Math.abs(durationSeconds - expectedSeconds) > MAX_MISSING_SECONDS) {
      throw new Error(`the new file lasts ${durationSeconds} s instead of ${expectedSeconds} s`);
    }
    for (const track of await input.getTracks()) {
      const sink = new EncodedPacketSink(track);
      const middle = await sink.getKeyPacket(expectedSeconds / 2, { verifyKeyPackets: true });
      const last = await sink.getPacket(Infinity);
      if (middle === null || last === null) throw new Error('no frame can be read from the middle of the new file');
    }
  } finally {
    input.dispose();
  }
}

async function copy(from: string, to: string): Promise<number> {
  const input = openInput(from);
  const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(to) });
  try {
    const tracks = await openTracks(input, output);
    await Promise.all(tracks.map(advance));
    if (earliest(tracks) === undefined) return 0;
    await output.start();
    const endSeconds = await copyFrames(tracks);
    await output.finalize();
    return endSeconds;
  } finally {
    input.dispose();
    // Closes a new file that was not finished.
    if (output.state !== 'finalized') await output.cancel();
  }
}

/**
 * Throws where `from` cannot be read, or `to` cannot be written or verified; then there is no `to`.
 */
export async function makeSeekable(from: string, to: string): Promise<SeekableFile> {
  try {
    const durationSeconds = await copy(from, to);
    if (durationSeconds === 0) {
      await rm(to, { force: true });
    } else {
      await flush(to, 'r+');
      await verify(to, durationSeconds);
    }
    return { durationSeconds };
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}
