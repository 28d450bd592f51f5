/** The layers on offer are published only when they change. */
import { expect, test } from 'vitest';
import { LayerOffer } from './layer-offer.ts';

test('notifies only of a change', () => {
  const camera = {
    quality: 'standard',
    content: 'motion',
    isScreen: false,
    size: { width: 1280, height: 720 },
  } as const;
  const offer = new LayerOffer();
  let notifications = 0;
  offer.subscribe(() => (notifications += 1));
  offer.update(camera);
  offer.update(camera);
  expect(notifications).toBe(1);
  offer.update({ ...camera, content: 'text' });
  expect(notifications).toBe(2);
});
