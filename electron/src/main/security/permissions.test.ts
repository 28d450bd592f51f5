import { expect, test } from 'vitest';
import { isPermitted } from './permissions.ts';

const page = 'app://lectern';
const ours = { url: 'app://lectern/', isMainFrame: true };

test.each(['media', 'local-network-access', 'local-network', 'loopback-network'])(
  'our page may use %s',
  (permission) => {
    expect(isPermitted({ ...ours, permission }, page)).toBe(true);
  },
);

test.each([
  'geolocation',
  'notifications',
  'display-capture',
  'clipboard-read',
  'usb',
  'openExternal',
  'unknown',
  'toString',
])('nobody may use %s', (permission) => {
  expect(isPermitted({ ...ours, permission }, page)).toBe(false);
});

test.each([
  { url: 'https://lectern.example/', isMainFrame: true },
  { url: 'app://lectern.example/', isMainFrame: true },
  { url: 'app://lectern/', isMainFrame: false },
  { url: '', isMainFrame: true },
  { url: undefined, isMainFrame: true },
])('the camera is not for %o', (asking) => {
  expect(isPermitted({ ...asking, permission: 'media' }, page)).toBe(false);
});
