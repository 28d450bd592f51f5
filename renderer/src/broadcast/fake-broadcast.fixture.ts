/**
 * A broadcast for tests without a browser: a scene that shows nothing, and media that leads
 * nowhere.
 */
import { Store } from '@lectern/state';
import { FakeMedia } from '../fan-out/fake-media.fixture.ts';
import { Broadcast, type BroadcastScene } from './broadcast.ts';

export class FakeScene implements BroadcastScene {
  readonly video = {} as MediaStreamTrack;
  readonly audio = {} as MediaStreamTrack;
  readonly content = 'motion';
  readonly sound = 'speech';
  readonly report = new Store({ size: { width: 1280, height: 720 } });
  /** What the broadcast has done, in order. */
  readonly calls: ('pause' | 'resume' | 'close')[] = [];

  /** Like the real scene, it has no sound while paused. */
  get has(): { readonly video: boolean; readonly audio: boolean } {
    return { video: true, audio: this.calls.at(-1) !== 'pause' };
  }

  onChange(): void {}

  pause(): void {
    this.calls.push('pause');
  }

  resume(): void {
    this.calls.push('resume');
  }

  close(): void {
    this.calls.push('close');
  }
}

export function fakeBroadcast(): {
  readonly broadcast: Broadcast;
  readonly media: FakeMedia;
  readonly scene: FakeScene;
} {
  const [media, scene] = [new FakeMedia(), new FakeScene()];
  return { broadcast: new Broadcast({ media, scene }), media, scene };
}
