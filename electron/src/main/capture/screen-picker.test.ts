/** Wayland has its own dialog for sharing, everything else the app's. */
import { expect, test } from 'vitest';
import { screenPickerOf } from './screen-picker.ts';

const wayland = { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0' };

test.each([
  ['linux', wayland, 'system'],
  ['linux', { XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' }, 'app'],
  // A leftover of an earlier session: then Chromium captures with X11.
  ['linux', { XDG_SESSION_TYPE: 'wayland' }, 'app'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'app'],
  ['linux', {}, 'app'],
  ['win32', {}, 'app'],
  ['darwin', wayland, 'app'],
] as const)('on %s with %o it is the %s’s', (platform, env, picker) => {
  expect(screenPickerOf({ platform, env })).toBe(picker);
});
