/**
 * The fan-out worker: every encoded frame of the scene enters here once and leaves on each link
 * that gets its layer.
 */
import type { Codec, LayerIndex } from '@lectern/steering';
import loglevel from 'loglevel';
import { SceneClock } from './clock.ts';
import { ForwardedLink, type SceneFrame } from './forwarded-link.ts';
import { SceneSound } from './scene-sound.ts';
import type { FromWorker, FromWorkerLink, ToWorker, ToWorkerLink } from './worker-messages.ts';

type UnsortedFrame = Omit<SceneFrame, 'layer'>;

const log = loglevel.getLogger('fan-out');

const links = new Set<ForwardedLink>();
const sound = new SceneSound();
const MAX_UNSORTED = 60;
const counted = { layers: { vp8: { 0: 0, 1: 0, 2: 0 }, av1: { 0: 0, 1: 0, 2: 0 } }, sound: 0 };

/** What is known of the frames of one codec, also when another encoder makes them. */
class EncoderFrames {
  readonly layers = new Map<number, LayerIndex>();
  readonly clock = new SceneClock();
  /**
   * Frames whose layer the page has been asked for. The first of a layer is a key frame that a link
   * waits for.
   */
  readonly unsorted: UnsortedFrame[] = [];
}

const encoders: Record<Codec, EncoderFrames> = { vp8: new EncoderFrames(), av1: new EncoderFrames() };

const send = (message: FromWorker): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => handle(data));

function handle(message: ToWorker): void {
  switch (message.type) {
    case 'start':
      log.setLevel(message.logLevel, false);
      break;
    case 'encoder-opened':
      void readVideo(message.codec, message.video);
      if (message.audio) void readAudio(message.audio);
      break;
    case 'encoder-closed':
      encoders[message.codec] = new EncoderFrames();
      break;
    case 'count-frames':
      send({ type: 'frames-counted', counts: counted });
      break;
    case 'layers-known':
      nameLayers(message);
      break;
    case 'encoder-timed':
      encoders[message.codec].clock.noteEncodeMs(message.encodeMs);
      break;
    case 'link-opened':
      openLink(message);
      break;
  }
}

function openLink({ port, video, audio }: Extract<ToWorker, { type: 'link-opened' }>): void {
  const sendToPage = (message: FromWorkerLink): void => port.postMessage(message);
  const close = (): void => {
    link.close();
    links.delete(link);
  };
  const link = new ForwardedLink(video, audio, {
    onKeyFrameWanted: () => sendToPage({ type: 'key-frame-wanted' }),
    onClockReady: () => sendToPage({ type: 'clock-ready' }),
    onKeyFrameSent: (layer) => sendToPage({ type: 'key-frame-sent', layer }),
    onStarved: () => sendToPage({ type: 'starved' }),
    onSoundUnprotected: () => sendToPage({ type: 'sound-unprotected' }),
    onBroken: () => {
      close();
      sendToPage({ type: 'broken' });
    },
  });
  links.add(link);
  port.addEventListener('message', ({ data }: MessageEvent<ToWorkerLink>) => {
    handleLink(link, data);
    if (data.type !== 'closed') return;
    close();
    port.close();
  });
  port.start();
  void readOwn(link, video.readable);
  if (audio) void drain(audio.readable);
}

function handleLink(link: ForwardedLink, message: ToWorkerLink): void {
  switch (message.type) {
    case 'encoder-chosen':
      link.read(message.codec);
      break;
    case 'connected':
      link.connect();
      break;
    case 'layer-chosen':
      link.choose(message.layer);
      break;
    case 'held':
      link.hold();
      break;
    case 'released':
      link.release();
      break;
    case 'renewed':
      links.add(link);
      link.renew(message.layer);
      break;
    case 'sound-protected':
      link.protectSound(message.protection);
      break;
    case 'closed':
      break;
  }
}

/** Reads until the stream ends, which it does with its connection. */
async function readAll<F>(readable: ReadableStream<F>, handleFrame: (frame: F) => void): Promise<void> {
  const reader = readable.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) handleFrame(next.value);
  } catch (error) {
    log.debug('a stream ended with its connection:', error);
  }
}

const readVideo = (codec: Codec, readable: ReadableStream<RTCEncodedVideoFrame>): Promise<void> =>
  readAll(readable, (frame) => {
    const { layers, clock, unsorted } = encoders[codec];
    const metadata = frame.getMetadata();
    const { synchronizationSource: ssrc, rtpTimestamp } = metadata;
    if (ssrc === undefined || rtpTimestamp === undefined) return;
    const timed = { frame, metadata, sceneTicks: clock.observe(ssrc, rtpTimestamp, performance.now()) };
    if (layers.has(ssrc)) return forward(codec, timed);
    if (unsorted.length < MAX_UNSORTED) unsorted.push(timed);
    send({ type: 'layers-unknown', codec });
  });

function nameLayers({ codec, layers }: Extract<ToWorker, { type: 'layers-known' }>): void {
  const encoder = encoders[codec];
  for (const [ssrc, layer] of layers) encoder.layers.set(ssrc, layer);
  for (const frame of encoder.unsorted.splice(0)) forward(codec, frame);
}

function forward(codec: Codec, timed: UnsortedFrame): void {
  const layer = encoders[codec].layers.get(timed.metadata.synchronizationSource ?? 0);
  if (layer === undefined) return;
  counted.layers[codec][layer] += 1;
  const frame: SceneFrame = { ...timed, layer };
  for (const link of links) if (link.codec === codec) link.forwardVideo(frame);
}

const readAudio = (readable: ReadableStream<RTCEncodedAudioFrame>): Promise<void> =>
  readAll(readable, (frame) => {
    counted.sound += 1;
    const observed = sound.observe(frame);
    for (const link of links) link.forwardAudio(observed);
  });

const readOwn = (link: ForwardedLink, readable: ReadableStream<RTCEncodedVideoFrame>): Promise<void> =>
  readAll(readable, (frame) => link.observeOwn(frame, performance.now(), encoders[link.codec].clock));

/** A sender without a track should make no frames, but if it did they must not pile up. */
const drain = (readable: ReadableStream<RTCEncodedAudioFrame>): Promise<void> => readAll(readable, () => undefined);
