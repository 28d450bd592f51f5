/** The compositor's worker: away from the page, so that neither a busy nor a minimised window holds up the picture. */
import { Compositor } from '../compositor.ts';
import type { SourcePicture } from '../composed-source.ts';
import type { SourceName } from '../scene-layout.ts';
import type { FromCompositor, ToCompositor } from './messages.ts';
import { TrackOutput } from './track-output.ts';

const tell = (message: FromCompositor): void => postMessage(message);

/** Who reads now: frames of an earlier reader are nobody's any more. */
const readers = new Map<SourceName, ReadableStreamDefaultReader<VideoFrame>>();
let compositor: Compositor<VideoFrame> | undefined;
let output: TrackOutput | undefined;

addEventListener('message', ({ data }: MessageEvent<ToCompositor>) => {
  if (data.kind === 'output') {
    output = new TrackOutput(data.writable);
    compositor = new Compositor(output, (report) => tell({ kind: 'report', report }));
  } else if (compositor) {
    handle(compositor, data);
  }
});

function handle(scene: Compositor<VideoFrame>, message: Exclude<ToCompositor, { kind: 'output' }>): void {
  switch (message.kind) {
    case 'feed':
      stopReading(message.name);
      scene.expect(message.name);
      void read(scene, message.name, message.readable);
      break;
    case 'leave':
      stopReading(message.name);
      scene.leave(message.name, message.going);
      break;
    case 'layout':
      scene.setLayout(message.layout);
      break;
    case 'slate':
      scene.setSlate(message.slate);
      break;
    case 'pause':
      for (const name of readers.keys()) stopReading(name);
      scene.pause();
      break;
    case 'resume':
      scene.resume(message.awaited);
      break;
    case 'end':
      for (const name of readers.keys()) stopReading(name);
      scene.end();
      output?.close();
      close();
      break;
  }
}

function stopReading(name: SourceName): void {
  const reader = readers.get(name);
  readers.delete(name);
  // Already at its end, where its track was stopped before.
  void reader?.cancel().catch(() => undefined);
}

async function read(
  scene: Compositor<VideoFrame>,
  name: SourceName,
  readable: ReadableStream<VideoFrame>,
): Promise<void> {
  const reader = readable.getReader();
  readers.set(name, reader);
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (readers.get(name) === reader) scene.take(name, pictureOf(next.value), next.value.timestamp);
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
