/** Whose dialog shows what can be shared. */
import type { ScreenPicker } from '@lectern/bridge';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * On Wayland only the portal may show it. Chromium goes to the portal under exactly these conditions, whatever the app's own
 * windows use; asking for a list there would bring up the portal's dialog once more.
 */
export function screenPickerOf({ platform, env }: Machine): Exclude<ScreenPicker, 'browser'> {
  const isWayland = env['XDG_SESSION_TYPE']?.startsWith('wayland') === true && Boolean(env['WAYLAND_DISPLAY']);
  return platform === 'linux' && isWayland ? 'system' : 'app';
}
