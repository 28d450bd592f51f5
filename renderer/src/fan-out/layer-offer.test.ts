/** The layers on offer are published only when they change. */
import { expect, test } from 'vitest';
import { LayerOffer } from './layer-offer.ts';

test('notifies only of a change', () => {
  const offer = new LayerOffer();
  let notifications = 0;
  offer.subscribe(() => (notifications += 1));
  offer.update({ quality: 'standard', content: 'motion', height: 720 });
  offer.update({ quality: 'standard', content: 'motion', height: 720 });
  expect(notifications).toBe(1);
  offer.update({ quality: 'standard', content: 'text', height: 720 });
  expect(notifications).toBe(2);
});
