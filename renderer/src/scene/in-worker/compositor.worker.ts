/**
 * The compositor's worker. It runs apart from the page, so neither a busy nor a minimised window
 * holds up the picture.
 */
import log from 'loglevel';
import { Compositor } from '../compositor.ts';
import type { SourcePicture } from '../composed-source.ts';
import type { SceneReport, SourceName } from '../scene-layout.ts';
import type { FromCompositor, ToCompositor } from './messages.ts';
import { TrackOutput } from './track-output.ts';

const logger = log.getLogger('scene');
const send = (message: FromCompositor): void => postMessage(message);

/** The current reader of each source. Frames of an earlier reader are dropped. */
const readers = new Map<SourceName, ReadableStreamDefaultReader<VideoFrame>>();
let compositor: Compositor<VideoFrame> | undefined;
let output: TrackOutput | undefined;

addEventListener('message', ({ data }: MessageEvent<ToCompositor>) => {
  if (data.type === 'start') {
    logger.setLevel(data.logLevel, false);
    output = new TrackOutput(data.writable);
    const onReport = (report: SceneReport): void => send({ type: 'report', report });
    compositor = new Compositor({ output, texts: data.texts, onReport });
  } else if (compositor) {
    handle(compositor, data);
  }
});

function handle(scene: Compositor<VideoFrame>, message: Exclude<ToCompositor, { type: 'start' }>): void {
  switch (message.type) {
    case 'feed':
      stopReading(message.name);
      scene.expectPictures(message.name);
      read(scene, message.name, message.readable).catch((error: unknown) =>
        logger.debug('The frames of the source ended with an error:', message.name, error),
      );
      break;
    case 'remove-source':
      stopReading(message.name);
      scene.removeSource(message.name, message.reason);
      break;
    case 'set-layout':
      scene.setLayout(message.layout);
      break;
    case 'set-screen-pixels':
      scene.setScreenPixels(message.pixels);
      break;
    case 'set-slate':
      scene.setSlate(message.slate);
      break;
    case 'pause':
      for (const name of readers.keys()) stopReading(name);
      scene.pause();
      break;
    case 'resume':
      scene.resume(message.awaited);
      break;
    case 'close':
      for (const name of readers.keys()) stopReading(name);
      scene.close();
      output?.close();
      close();
      break;
  }
}

function stopReading(name: SourceName): void {
  const reader = readers.get(name);
  readers.delete(name);
  reader?.cancel().catch((error: unknown) => logger.debug('The reader was not cancelled:', name, error));
}

async function read(
  scene: Compositor<VideoFrame>,
  name: SourceName,
  readable: ReadableStream<VideoFrame>,
): Promise<void> {
  const reader = readable.getReader();
  readers.set(name, reader);
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (readers.get(name) === reader) scene.handlePicture(name, pictureOf(next.value), next.value.timestamp);
    else next.value.close();
  }
}

function pictureOf(frame: VideoFrame): SourcePicture<VideoFrame> {
  return {
    image: frame,
    size: { width: frame.displayWidth, height: frame.displayHeight },
    close: () => frame.close(),
  };
}
