/** The fan-out worker: every encoded frame of the scene comes through here once and leaves on each link that wants its layer. */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from '@lectern/steering';
import { SceneClock } from './clock.ts';
import { ForwardedLink, type SceneFrame } from './forwarded-link.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

type UnsortedFrame = Omit<SceneFrame, 'layer'>;

const links = new Map<LinkId, ForwardedLink>();
const layers = new Map<number, LayerIndex>();
const clock = new SceneClock();
/** Frames of layers whose SSRCs are being asked for: the first of them is a key frame, and somebody waits for it. */
const unsorted: UnsortedFrame[] = [];
const MOST_UNSORTED = 60;

const tell = (message: FromWorker): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => handle(data));

function handle(message: ToWorker): void {
  switch (message.kind) {
    case 'video-encoder':
      void readVideo(message.readable);
      break;
    case 'audio-encoder':
      void readAudio(message.readable);
      break;
    case 'layers-known':
      for (const [ssrc, layer] of message.layers) layers.set(ssrc, layer);
      for (const frame of unsorted.splice(0)) forward(frame);
      break;
    case 'link-opened':
      openLink(message);
      break;
    case 'link-connected':
      links.get(message.linkId)?.connected();
      break;
    case 'link-closed':
      closeLink(message.linkId);
      break;
    case 'layer-chosen':
      links.get(message.linkId)?.choose(message.layer);
      break;
    case 'link-held':
      links.get(message.linkId)?.hold();
      break;
    case 'link-released':
      links.get(message.linkId)?.release();
      break;
    case 'encoder-timed':
      clock.encodeMs = message.encodeMs;
      break;
    case 'count':
      tell({
        kind: 'counted',
        links: links.size,
        pendingWrites: [...links.values()].reduce((sum, link) => sum + link.pendingWrites, 0),
      });
  }
}

function openLink({ linkId, video, audio }: Extract<ToWorker, { kind: 'link-opened' }>): void {
  const link = new ForwardedLink(video, audio, {
    keyFrameWanted: () => tell({ kind: 'key-frame-wanted', linkId }),
    clockReady: () => tell({ kind: 'clock-ready', linkId }),
    keyFrameSent: (layer) => tell({ kind: 'key-frame-sent', linkId, layer }),
    starved: () => tell({ kind: 'link-starved', linkId }),
    broken: () => {
      closeLink(linkId);
      tell({ kind: 'link-broken', linkId });
    },
  });
  links.set(linkId, link);
  void readOwn(link, video.readable);
  void drain(audio.readable);
}

function closeLink(linkId: LinkId): void {
  links.get(linkId)?.close();
  links.delete(linkId);
}

/** Ends quietly when the connection closes its stream. */
async function read<F>(readable: ReadableStream<F>, take: (frame: F) => void): Promise<void> {
  const reader = readable.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) take(next.value);
  } catch {
    // The connection has gone; whoever owns it knows.
  }
}

const readVideo = (readable: ReadableStream<RTCEncodedVideoFrame>): Promise<void> =>
  read(readable, (frame) => {
    const metadata = frame.getMetadata();
    const { synchronizationSource: ssrc, rtpTimestamp } = metadata;
    if (ssrc === undefined || rtpTimestamp === undefined) return;
    const taken = { frame, metadata, sceneTicks: clock.observe(ssrc, rtpTimestamp, performance.now()) };
    if (layers.has(ssrc)) return forward(taken);
    if (unsorted.length < MOST_UNSORTED) unsorted.push(taken);
    tell({ kind: 'layers-unknown' });
  });

function forward(taken: UnsortedFrame): void {
  const layer = layers.get(taken.metadata.synchronizationSource ?? 0);
  if (layer === undefined) return;
  const frame: SceneFrame = { ...taken, layer };
  for (const link of links.values()) link.takeVideo(frame);
}

const readAudio = (readable: ReadableStream<RTCEncodedAudioFrame>): Promise<void> =>
  read(readable, (frame) => {
    for (const link of links.values()) link.takeAudio(frame);
  });

const readOwn = (link: ForwardedLink, readable: ReadableStream<RTCEncodedVideoFrame>): Promise<void> =>
  read(readable, (frame) => link.takeOwn(frame, performance.now(), clock));

/** A sender without a track has no frames of its own; should there be any, they must not pile up. */
const drain = (readable: ReadableStream<RTCEncodedAudioFrame>): Promise<void> => read(readable, () => undefined);
