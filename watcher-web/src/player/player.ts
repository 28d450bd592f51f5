/**
 * The picture and the sound. One <video> for good: browsers grant sound to an element, and swapping its tracks keeps the last
 * frame on. A link that is to take over proves itself in an unseen element first.
 */
import type { LinkId } from '@lectern/protocol';
import { whenPictured } from './first-picture.ts';
import { SoundControl } from './sound-control.ts';
import { captureLastFrame } from './last-frame.ts';

export class Player {
  readonly video: HTMLVideoElement;
  readonly sound: SoundControl;
  readonly #onFirstFrame: (linkId: LinkId) => void;
  readonly #streams = new Map<LinkId, MediaStream>();
  readonly #probes = new Map<LinkId, HTMLVideoElement>();
  #stage = new MediaStream();
  #shown: LinkId | undefined;

  /** `onFirstFrame`: a link has its first picture, on screen or in its probe. */
  constructor(video: HTMLVideoElement, onFirstFrame: (linkId: LinkId) => void) {
    this.video = video;
    this.#onFirstFrame = onFirstFrame;
    this.sound = new SoundControl(video);
  }

  addTrack(linkId: LinkId, track: MediaStreamTrack): void {
    const stream = this.#streams.get(linkId) ?? new MediaStream();
    this.#streams.set(linkId, stream);
    stream.addTrack(track);
    if (linkId === this.#shown) this.#putOn(linkId, track);
    else if (track.kind === 'video') this.#probe(linkId, stream);
  }

  show(linkId: LinkId): void {
    const before = this.#shown;
    this.#shown = linkId;
    this.#endProbe(linkId);
    const tracks = this.#streams.get(linkId)?.getTracks() ?? [];
    if (before === undefined || tracks.length === 0) this.#clear();
    for (const track of tracks) this.#putOn(linkId, track);
  }

  /**
   * The link is about to close, and its last picture stays: as a still of its own, since Chromium shows black as soon as the
   * connection is gone.
   */
  keepLastFrame(linkId: LinkId): void {
    this.#endProbe(linkId);
    this.#streams.delete(linkId);
    if (linkId !== this.#shown) return;
    const track = captureLastFrame(this.video);
    for (const other of this.#stage.getTracks()) this.#stage.removeTrack(other);
    if (track) this.#stage.addTrack(track);
  }

  drop(linkId: LinkId): void {
    this.#endProbe(linkId);
    this.#streams.delete(linkId);
    if (linkId !== this.#shown) return;
    this.#shown = undefined;
    this.#clear();
  }

  #putOn(linkId: LinkId, track: MediaStreamTrack): void {
    // The old one first: every link of a presenter brings tracks with the same ids, and a stream takes an id only once.
    const others = this.#stage.getTracks().filter((other) => other.kind === track.kind && other !== track);
    for (const other of others) this.#stage.removeTrack(other);
    this.#stage.addTrack(track);
    if (this.video.srcObject !== this.#stage) this.video.srcObject = this.#stage;
    if (track.kind === 'video') whenPictured(this.video, track, () => this.#onFirstFrame(linkId));
    this.sound.play();
  }

  #clear(): void {
    this.#stage = new MediaStream();
    this.video.srcObject = null;
  }

  #probe(linkId: LinkId, stream: MediaStream): void {
    const [track] = stream.getVideoTracks();
    if (!track || this.#probes.has(linkId)) return;
    const probe = document.createElement('video');
    probe.muted = true;
    probe.playsInline = true;
    probe.srcObject = new MediaStream([track]);
    this.#probes.set(linkId, probe);
    whenPictured(probe, track, () => this.#onFirstFrame(linkId));
    // Refused or cut short, the track's own `unmute` still tells.
    probe.play().catch(() => undefined);
  }

  #endProbe(linkId: LinkId): void {
    const probe = this.#probes.get(linkId);
    if (probe) probe.srcObject = null;
    this.#probes.delete(linkId);
  }
}
