/**
 * Reports when the presenter's connections may be dead: the machine has woken, or its network has
 * changed.
 */
import type { DesktopApi } from '@lectern/bridge';

/** As long as the page lives. */
export function onNetworkChanged(desktop: Pick<DesktopApi, 'on'>, listener: () => void): void {
  desktop.on('systemResumed', listener);
  desktop.on('networkChanged', listener);
  addEventListener('online', listener);
}
