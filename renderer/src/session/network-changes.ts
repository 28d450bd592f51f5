/** When the presenter's connections may lead nowhere any more, as far as the system says so. */
import type { DesktopApi } from '@lectern/bridge';

/** As long as the page lives. */
export function onNetworkChanged(desktop: Pick<DesktopApi, 'on'>, listener: () => void): void {
  desktop.on('systemResumed', listener);
  desktop.on('networkChanged', listener);
  addEventListener('online', listener);
}
