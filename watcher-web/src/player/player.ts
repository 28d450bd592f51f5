/**
 * Picture and sound, in one <video> for the life of the page: browsers allow sound per element, and
 * swapping tracks keeps the last frame visible. A successor link must show its first frame in a
 * hidden element (its probe) before it takes over.
 */
import type { LinkId } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { whenFirstFrame } from './first-frame.ts';
import { captureLastFrame } from './last-frame.ts';
import { SoundControl } from './sound-control.ts';

const log = loglevel.getLogger('player');

export class Player {
  readonly video: HTMLVideoElement;
  readonly sound: SoundControl;
  readonly #onFirstFrame: (linkId: LinkId) => void;
  readonly #streams = new Map<LinkId, MediaStream>();
  readonly #probes = new Map<LinkId, HTMLVideoElement>();
  #output = new MediaStream();
  #shown: LinkId | undefined;

  /** `onFirstFrame`: a link has its first frame, in the video or in its probe. */
  constructor(video: HTMLVideoElement, onFirstFrame: (linkId: LinkId) => void) {
    this.video = video;
    this.#onFirstFrame = onFirstFrame;
    this.sound = new SoundControl(video);
  }

  addTrack(linkId: LinkId, track: MediaStreamTrack): void {
    const stream = this.#streams.get(linkId) ?? new MediaStream();
    this.#streams.set(linkId, stream);
    stream.addTrack(track);
    if (linkId === this.#shown) this.#showTrack(linkId, track);
    else if (track.kind === 'video') this.#probe(linkId, track);
  }

  show(linkId: LinkId): void {
    const before = this.#shown;
    this.#shown = linkId;
    this.#endProbe(linkId);
    const tracks = this.#streams.get(linkId)?.getTracks() ?? [];
    if (before === undefined || tracks.length === 0) this.#clear();
    for (const track of tracks) this.#showTrack(linkId, track);
  }

  /**
   * Replaces the tracks of a link that is about to close by a still of its last frame: Chromium
   * shows black once the connection is closed.
   */
  keepLastFrame(linkId: LinkId): void {
    this.#endProbe(linkId);
    this.#streams.delete(linkId);
    if (linkId !== this.#shown) return;
    const still = captureLastFrame(this.video);
    for (const track of this.#output.getTracks()) this.#output.removeTrack(track);
    if (still) this.#output.addTrack(still);
  }

  drop(linkId: LinkId): void {
    this.#endProbe(linkId);
    this.#streams.delete(linkId);
    if (linkId !== this.#shown) return;
    this.#shown = undefined;
    this.#clear();
  }

  #showTrack(linkId: LinkId, track: MediaStreamTrack): void {
    // Remove the old track first: all links of a presenter use the same track ids, and a stream
    // holds an id only once.
    const others = this.#output.getTracks().filter((other) => other.kind === track.kind && other !== track);
    for (const other of others) this.#output.removeTrack(other);
    this.#output.addTrack(track);
    if (this.video.srcObject !== this.#output) this.video.srcObject = this.#output;
    if (track.kind === 'video') whenFirstFrame(this.video, track, () => this.#onFirstFrame(linkId));
    this.sound.play();
  }

  #clear(): void {
    this.#output = new MediaStream();
    this.video.srcObject = null;
  }

  #probe(linkId: LinkId, track: MediaStreamTrack): void {
    if (this.#probes.has(linkId)) return;
    const probe = document.createElement('video');
    probe.muted = true;
    probe.playsInline = true;
    probe.srcObject = new MediaStream([track]);
    this.#probes.set(linkId, probe);
    whenFirstFrame(probe, track, () => this.#onFirstFrame(linkId));
    // If refused or interrupted, the track's `unmute` still reports the first packets.
    probe.play().catch((error: unknown) => log.debug(`probe did not play: ${errorName(error)}`));
  }

  #endProbe(linkId: LinkId): void {
    const probe = this.#probes.get(linkId);
    if (probe) probe.srcObject = null;
    this.#probes.delete(linkId);
  }
}
