/** Which permissions our page has, and that no other page or frame has any. */
import { expect, test } from 'vitest';
import { isCapture, isPermitted } from './permissions.ts';

const page = 'app://lectern';
const ours = { url: 'app://lectern/', isMainFrame: true };

test.each(['media', 'display-capture', 'local-network-access', 'local-network', 'loopback-network'])(
  'our page may use %s',
  (permission) => {
    expect(isPermitted({ ...ours, permission }, page)).toBe(true);
  },
);

test.each(['geolocation', 'notifications', 'clipboard-read', 'usb', 'openExternal', 'unknown', 'toString'])(
  'no page may use %s',
  (permission) => {
    expect(isPermitted({ ...ours, permission }, page)).toBe(false);
  },
);

test.each([
  { url: 'https://lectern.example/', isMainFrame: true },
  { url: 'app://lectern.example/', isMainFrame: true },
  { url: 'app://lectern/', isMainFrame: false },
  { url: '', isMainFrame: true },
  { url: undefined, isMainFrame: true },
])('%o may not use the camera', (asking) => {
  expect(isPermitted({ ...asking, permission: 'media' }, page)).toBe(false);
});

test('a screen capture is distinguished from camera and microphone, in old and new versions of Electron', () => {
  expect(isCapture('display-capture', ['video'])).toBe(true);
  expect(isCapture('media', [])).toBe(true);
  expect(isCapture('media', ['video'])).toBe(false);
  expect(isCapture('media', ['audio', 'video'])).toBe(false);
  expect(isCapture('geolocation', undefined)).toBe(false);
});
