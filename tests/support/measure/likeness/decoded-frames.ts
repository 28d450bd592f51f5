/**
 * The frames that a watcher's page decodes: the number of each, and the whole brightness of some.
 * They are read behind the decoder, so a page that draws too few of them changes nothing.
 */
import type { Page } from '@playwright/test';
import type { GreyPicture } from '../reading/read-letters.ts';
import { BLOCK_PIXELS, BLOCKS } from './frame-number.ts';

export interface DecodedFrame {
  /** On the clock of the watcher's page. */
  readonly atMs: number;
  /** The brightness of each block of the number. */
  readonly levels: readonly number[];
  /** Its place among the frames that are kept whole; null if it is not. */
  readonly kept: number | null;
}

export interface Collected {
  readonly frames: readonly DecodedFrame[];
  /** Bytes of the picture that have come by then, without headers of packets. */
  readonly received: readonly { readonly atMs: number; readonly bytes: number }[];
  /** Such as `video/VP8`. */
  readonly mimeType: string;
}

interface Collecting {
  readonly ms: number;
  /** A frame is kept whole after each such time. */
  readonly keepEveryMs: number;
  /** The source's height. A layer may be smaller. */
  readonly sourceHeight: number;
}

declare global {
  interface Window {
    keptFrames: { readonly width: number; readonly height: number; readonly grey: Uint8Array }[];
  }
}

/** `page` must have `installConnectionList`. */
export async function collectFrames(page: Page, collecting: Collecting): Promise<Collected> {
  return await page.evaluate(collectInPage, { ...collecting, blockPixels: BLOCK_PIXELS, blocks: BLOCKS });
}

export async function keptFrame(page: Page, index: number): Promise<GreyPicture> {
  const { width, height, base64 } = await page.evaluate(keptInPage, index);
  return { width, height, grey: new Uint8Array(Buffer.from(base64, 'base64')) };
}

/** Runs in the page. */
async function collectInPage({
  ms,
  keepEveryMs,
  sourceHeight,
  blockPixels,
  blocks,
}: Collecting & { readonly blockPixels: number; readonly blocks: number }): Promise<Collected> {
  const pc = [...window.connectionList].findLast(({ connectionState }) => connectionState === 'connected');
  const receiver = pc?.getReceivers().find(({ track }) => track.kind === 'video');
  if (!receiver) throw new Error('No picture comes here.');
  const isVideo = (some: MediaStreamTrack): some is MediaStreamVideoTrack => some.kind === 'video';
  const track = receiver.track.clone();
  if (!isVideo(track)) throw new Error('The track is no picture.');
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const [frames, received]: [DecodedFrame[], { atMs: number; bytes: number }[]] = [[], []];
  let mimeType = '';
  const readBytes = async (): Promise<void> => {
    const report = await receiver.getStats();
    for (const entry of report.values()) {
      if (entry.type !== 'inbound-rtp') continue;
      received.push({ atMs: performance.now(), bytes: entry.bytesReceived - (entry.retransmittedBytesReceived ?? 0) });
      mimeType = report.get(entry.codecId)?.mimeType ?? mimeType;
    }
  };
  window.keptFrames = [];
  const beganMs = performance.now();
  await readBytes();
  const reading = setInterval(() => void readBytes(), 100);
  let bytes = new Uint8Array();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const frame = next.value;
    const atMs = performance.now();
    const { width, height } = frame.visibleRect ?? { width: 0, height: 0 };
    if (frame.format !== 'I420' && frame.format !== 'NV12') throw new Error(`Frames are in ${String(frame.format)}.`);
    if (bytes.length !== frame.allocationSize()) bytes = new Uint8Array(frame.allocationSize());
    const [plane] = await frame.copyTo(bytes);
    frame.close();
    const [offset, stride] = [plane?.offset ?? 0, plane?.stride ?? width];
    const block = (blockPixels * height) / sourceHeight;
    const levelAt = (x: number, y: number): number => bytes[offset + Math.round(y) * stride + Math.round(x)] ?? 0;
    const levels = Array.from({ length: blocks }, (_, index) => {
      // Four pixels around the middle.
      const [x, y] = [(index + 0.5) * block, height - block / 2];
      return (levelAt(x - 1, y - 1) + levelAt(x, y - 1) + levelAt(x - 1, y) + levelAt(x, y)) / 4;
    });
    let kept: number | null = null;
    if (atMs - beganMs >= window.keptFrames.length * keepEveryMs) {
      const grey = new Uint8Array(width * height);
      for (let y = 0; y < height; y += 1)
        grey.set(bytes.subarray(offset + y * stride, offset + y * stride + width), y * width);
      kept = window.keptFrames.push({ width, height, grey }) - 1;
    }
    frames.push({ atMs, levels, kept });
    if (atMs - beganMs > ms) break;
  }
  clearInterval(reading);
  await reader.cancel();
  track.stop();
  await readBytes();
  return { frames, received, mimeType };
}

/** Runs in the page. */
function keptInPage(index: number): { readonly width: number; readonly height: number; readonly base64: string } {
  const kept = window.keptFrames[index];
  if (!kept) throw new Error('No such frame has been kept.');
  const pieces: string[] = [];
  for (let from = 0; from < kept.grey.length; from += 8_192)
    pieces.push(String.fromCharCode(...kept.grey.subarray(from, from + 8_192)));
  return { width: kept.width, height: kept.height, base64: btoa(pieces.join('')) };
}
