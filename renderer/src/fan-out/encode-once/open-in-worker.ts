/** Hands the streams of a connection's senders to the fan-out worker. */
import { encodedStreamsOf } from './insertable-streams.ts';
import type { ToWorker } from './worker-messages.ts';

/**
 * Returns our end of the port that page and worker talk over about this sender of a picture. The
 * sound goes with one of them.
 */
export function openInWorker(worker: Worker, videoSender: RTCRtpSender, audioSender: RTCRtpSender | null): MessagePort {
  const { port1, port2: port } = new MessageChannel();
  const video = encodedStreamsOf(videoSender);
  const audio = audioSender && encodedStreamsOf(audioSender);
  const message: ToWorker = { type: 'link-opened', port, video, audio };
  const streams = [video, ...(audio ? [audio] : [])].flatMap(({ readable, writable }) => [readable, writable]);
  worker.postMessage(message, [port, ...streams]);
  return port1;
}
