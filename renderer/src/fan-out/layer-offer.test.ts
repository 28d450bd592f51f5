/** The layers on offer are published only when they change. */
import { expect, test } from 'vitest';
import { LayerOffer } from './layer-offer.ts';

test('the same again is no news', () => {
  const offer = new LayerOffer();
  let news = 0;
  offer.subscribe(() => (news += 1));
  offer.update({ quality: 'standard', content: 'motion', height: 720 });
  offer.update({ quality: 'standard', content: 'motion', height: 720 });
  expect(news).toBe(1);
  offer.update({ quality: 'standard', content: 'text', height: 720 });
  expect(news).toBe(2);
});
