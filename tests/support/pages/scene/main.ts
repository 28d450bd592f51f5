/**
 * A page with the real scene, sources of plain colours and tones, and a record of the output. For
 * tests of the scene alone.
 */
import type { SceneLayout, SceneReport } from '../../../../renderer/src/scene/scene-layout.ts';
import { Scene } from '../../../../renderer/src/scene/scene.ts';
import { words } from '../../../../renderer/src/ui/words.ts';
import { colouredSource, tone, type ColouredSource, type Tone } from './coloured-source.ts';
import { watchPicture, watchSound, type HeardBlock, type SeenFrame } from './watch-output.ts';

/** The middle of the picture, the middle of an inset camera, and a corner. */
const POINTS = [
  [0.5, 0.5],
  [0.85, 0.8],
  [0.02, 0.02],
] as const;

const cameraSize = { width: 640, height: 480 };
const screenSize = { width: 1280, height: 800 };

class ScenePage {
  readonly scene = new Scene(words.scene);
  readonly seen: SeenFrame[] = [];
  readonly heard: HeardBlock[] = [];
  readonly #context = new AudioContext();
  readonly #sources = new Map<'camera' | 'screen', ColouredSource>();
  readonly #tones = new Map<'microphone' | 'systemSound', Tone>();
  readonly #tracks = [this.scene.video, this.scene.audio];

  constructor() {
    void watchPicture(this.scene.video, POINTS, this.seen);
    void watchSound(this.scene.audio, this.heard);
  }

  get report(): SceneReport {
    return this.scene.report.get();
  }

  /** Whether the tracks are still the first ones, and alive. */
  get isUnbroken(): boolean {
    const [video, audio] = this.#tracks;
    return (
      this.scene.video === video &&
      this.scene.audio === audio &&
      [video, audio].every((track) => track?.readyState === 'live')
    );
  }

  setSource(name: 'camera' | 'screen', colour: string, fps: number): void {
    const before = this.#sources.get(name);
    const source = colouredSource(name === 'camera' ? cameraSize : screenSize, colour, fps);
    this.#sources.set(name, source);
    if (name === 'camera') this.scene.setCamera(source.track);
    else this.scene.setScreen(source.track);
    before?.stop();
  }

  /** One device as both sources: their frames share a few buffers. */
  async setDeviceTwice(): Promise<void> {
    for (const set of ['setCamera', 'setScreen'] as const) {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
      this.scene[set](stream.getVideoTracks()[0] ?? null);
    }
  }

  paint(name: 'camera' | 'screen', colour: string): void {
    this.#sources.get(name)?.paint(colour);
  }

  removeSource(name: 'camera' | 'screen', reason: 'switched-off' | 'lost'): void {
    if (name === 'camera') this.scene.setCamera(null, reason);
    else this.scene.setScreen(null, reason);
    this.#sources.get(name)?.stop();
    this.#sources.delete(name);
  }

  sound(name: 'microphone' | 'systemSound', volume: number, side = 0): void {
    const known = this.#tones.get(name);
    if (known) {
      known.setVolume(volume);
      return;
    }
    this.newSound(name, volume, side);
  }

  /** Replaces the track. */
  newSound(name: 'microphone' | 'systemSound', volume: number, side = 0): void {
    const made = tone(this.#context, 440, volume, side);
    this.#tones.set(name, made);
    if (name === 'microphone') this.scene.setMicrophone(made.track);
    else this.scene.setSystemSound(made.track);
  }

  layout(layout: SceneLayout): void {
    this.scene.setLayout(layout);
  }

  /** Connects a receiver. The result reads how many frames it has decoded so far. */
  async connect(): Promise<() => Promise<number>> {
    const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
    near.addEventListener('icecandidate', ({ candidate }) => void (candidate && far.addIceCandidate(candidate)));
    far.addEventListener('icecandidate', ({ candidate }) => void (candidate && near.addIceCandidate(candidate)));
    near.addTrack(this.scene.video);
    await near.setLocalDescription();
    await far.setRemoteDescription(near.localDescription ?? { type: 'offer' });
    await far.setLocalDescription();
    await near.setRemoteDescription(far.localDescription ?? { type: 'answer' });
    return async () => {
      for (const entry of (await far.getStats()).values()) {
        if (entry.type === 'inbound-rtp' && entry.kind === 'video') return Number(entry.framesDecoded ?? 0);
      }
      return 0;
    };
  }

  end(): void {
    this.scene.close();
    for (const source of this.#sources.values()) source.stop();
    void this.#context.close();
  }
}

declare global {
  interface Window {
    readonly startScene: () => ScenePage;
    stage: ScenePage;
    decoded: () => Promise<number>;
  }
}

Object.assign(window, { startScene: () => new ScenePage() });
