/** Addresses of the privacy settings on each system. */
import { expect, test } from 'vitest';
import { privacyAddress, privacySubjectsOf } from './privacy-settings.ts';

test('each system has its own settings and addresses', () => {
  expect(privacyAddress('darwin', 'screen')).toMatch(/^x-apple\.systempreferences:.*Privacy_ScreenCapture$/);
  expect(privacyAddress('win32', 'camera')).toBe('ms-settings:privacy-webcam');
  expect(privacyAddress('win32', 'screen')).toBeUndefined();
  expect(privacySubjectsOf('darwin')).toContain('system-sound');
  expect(privacySubjectsOf('linux')).toEqual([]);
});
