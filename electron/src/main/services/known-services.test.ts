/** Adding services to the list in the settings, and removing them. */
import { expect, test } from 'vitest';
import { withoutService, withService } from './known-services.ts';

const ours = 'http://localhost:8420';
const one = { origin: 'https://one.example', name: 'One' };
const two = { origin: 'https://two.example', name: '' };

test('a service is added once, and the default service is never added', () => {
  expect(withService({ services: [one] }, two, ours).services).toEqual([one, two]);
  expect(withService({ services: [one, two] }, { ...two, name: 'Two' }, ours).services).toEqual([
    one,
    { ...two, name: 'Two' },
  ]);
  expect(withService({ services: [one] }, { ...one, name: '' }, ours).services).toEqual([one]);
  expect(withService({ services: [one] }, { origin: ours, name: 'Ours' }, ours).services).toEqual([one]);
});

test('the service in use cannot be removed', () => {
  const settings = { services: [one, two], serviceUrl: one.origin };
  expect(withoutService(settings, two.origin).services).toEqual([one]);
  expect(() => withoutService(settings, one.origin)).toThrow('in use');
});
