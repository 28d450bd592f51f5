import { expect, test } from 'vitest';
import { privacyPlace, privacySubjectsOf } from './privacy-places.ts';

test('each system says which settings it has, and only its own addresses are opened', () => {
  expect(privacyPlace('darwin', 'screen')).toMatch(/^x-apple\.systempreferences:.*Privacy_ScreenCapture$/);
  expect(privacyPlace('win32', 'camera')).toBe('ms-settings:privacy-webcam');
  expect(privacyPlace('win32', 'screen')).toBeUndefined();
  expect(privacySubjectsOf('darwin')).toContain('system-sound');
  expect(privacySubjectsOf('linux')).toEqual([]);
});
