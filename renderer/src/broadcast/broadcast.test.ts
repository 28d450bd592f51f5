/** What goes out in which order, with a fake scene and fake media. */
import { expect, test } from 'vitest';
import { fakeBroadcast } from './fake-broadcast.fixture.ts';

test('nothing is sent off air', () => {
  const { broadcast, media, scene } = fakeBroadcast();
  scene.report.set({ size: { width: 1920, height: 1080 } });
  expect(media.scene).toBeNull();
  broadcast.start();
  expect(media.scene).toMatchObject({ content: 'motion', height: 1080 });
  broadcast.end();
  expect(media.scene).toBeNull();
});

test('another picture height reaches the media', () => {
  const { broadcast, media, scene } = fakeBroadcast();
  broadcast.start();
  scene.report.set({ size: { width: 960, height: 540 } });
  expect(media.scene?.height).toBe(540);
});

test('the scene is paused while paused, and however that ends, runs again', () => {
  for (const leave of ['resume', 'end', 'handOver'] as const) {
    const { broadcast, scene } = fakeBroadcast();
    broadcast.start();
    broadcast.pause();
    expect(scene.calls).toEqual(['pause']);
    broadcast[leave]();
    expect(scene.calls).toEqual(['pause', 'resume']);
  }
});
