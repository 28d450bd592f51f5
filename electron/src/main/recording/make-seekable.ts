/**
 * Writes a recording anew so that players can jump in it: with its duration and an index of its key frames. The encoded frames are
 * copied as they are. What follows the last whole frame of a torn file is left behind.
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
import { open, rm } from 'node:fs/promises';

export interface SeekableFile {
  /** 0 where there was no frame to copy; there is no new file then. */
  readonly durationSeconds: number;
}

/** One track on its way over: the frame that comes next, and where it goes. */
interface Lane {
  readonly frames: AsyncGenerator<EncodedPacket, void>;
  readonly add: (frame: EncodedPacket) => Promise<void>;
  next: EncodedPacket | undefined;
  /** When the one before it is shown. */
  lastSeconds: number;
}

/** More than this between what was copied and what can be read back means that something is missing. */
const MOST_MISSING_SECONDS = 2;

const openInput = (path: string): Input => new Input({ source: new FilePathSource(path), formats: [WEBM, MATROSKA] });

async function openLanes(input: Input, output: Output): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const [videoCodec, audioCodec] = [await video?.getCodec(), await audio?.getCodec()];
  if (video && videoCodec) {
    const source = new EncodedVideoPacketSource(videoCodec);
    const decoderConfig = (await video.getDecoderConfig()) ?? undefined;
    const meta = decoderConfig && { decoderConfig };
    output.addVideoTrack(source);
    lanes.push({
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
    lanes.push({
      frames: new EncodedPacketSink(audio).packets(),
      add: (frame) => source.add(frame, meta),
      next: undefined,
      lastSeconds: -Infinity,
    });
  }
  return lanes;
}

async function advance(lane: Lane): Promise<void> {
  lane.next = (await lane.frames.next()).value ?? undefined;
}

/** A recorder that was held up gives several frames the same time, which strict players refuse: each is moved to the next millisecond. */
function inOrder(frame: EncodedPacket, lastSeconds: number): EncodedPacket {
  return frame.timestamp >= lastSeconds + 0.001 ? frame : frame.clone({ timestamp: lastSeconds + 0.001 });
}

/** The lane whose frame is due first: sound and picture have to alternate in the file as they do in time. */
function earliest(lanes: readonly Lane[]): Lane | undefined {
  let first: Lane | undefined;
  for (const lane of lanes) {
    if (lane.next && (first?.next === undefined || lane.next.timestamp < first.next.timestamp)) first = lane;
  }
  return first;
}

/** Gives the time at which the last frame ends, seconds. */
async function copyFrames(lanes: readonly Lane[]): Promise<number> {
  let endSeconds = 0;
  for (let lane = earliest(lanes); lane?.next; lane = earliest(lanes)) {
    const frame = inOrder(lane.next, lane.lastSeconds);
    lane.lastSeconds = frame.timestamp;
    await lane.add(frame);
    endSeconds = Math.max(endSeconds, frame.timestamp + frame.duration);
    await advance(lane);
  }
  return endSeconds;
}

/** Throws unless the new file lasts as long and can be entered in its middle. */
async function verify(path: string, expectedSeconds: number): Promise<void> {
  const input = openInput(path);
  try {
    const durationSeconds = await input.computeDuration();
    if (Math.abs(durationSeconds - expectedSeconds) > MOST_MISSING_SECONDS) {
      throw new Error(`the new file lasts ${durationSeconds} s instead of ${expectedSeconds} s`);
    }
    for (const track of await input.getTracks()) {
      const sink = new EncodedPacketSink(track);
      const middle = await sink.getKeyPacket(expectedSeconds / 2, { verifyKeyPackets: true });
      const last = await sink.getPacket(Infinity);
      if (middle === null || last === null) throw new Error('the new file cannot be entered in its middle');
    }
  } finally {
    input.dispose();
  }
}

async function copy(from: string, to: string): Promise<number> {
  const input = openInput(from);
  const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(to) });
  try {
    const lanes = await openLanes(input, output);
    await Promise.all(lanes.map(advance));
    if (earliest(lanes) === undefined) return 0;
    await output.start();
    const endSeconds = await copyFrames(lanes);
    await output.finalize();
    return endSeconds;
  } finally {
    input.dispose();
    // Lets go of the new file where it was not finished.
    if (output.state !== 'finalized') await output.cancel();
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Throws where `from` cannot be read, or `to` cannot be written or is not as it should be; there is no `to` then. */
export async function makeSeekable(from: string, to: string): Promise<SeekableFile> {
  try {
    const durationSeconds = await copy(from, to);
    if (durationSeconds === 0) {
      await rm(to, { force: true });
    } else {
      await flush(to);
      await verify(to, durationSeconds);
    }
    return { durationSeconds };
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}
