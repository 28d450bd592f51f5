/** Which dialog shows what can be shared: the app's own or the system's. */
import type { ScreenPicker } from '@lectern/bridge';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * On Wayland only the portal may list screens. Chromium uses the portal under exactly these
 * conditions, also where the app's own windows use X11. A list that the app asked for would open
 * the portal's dialog a second time.
 */
export function screenPickerOf({ platform, env }: Machine): Exclude<ScreenPicker, 'browser'> {
  const isWayland = env['XDG_SESSION_TYPE']?.startsWith('wayland') === true && Boolean(env['WAYLAND_DISPLAY']);
  return platform === 'linux' && isWayland ? 'system' : 'app';
}
