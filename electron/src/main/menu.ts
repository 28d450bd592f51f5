/** The few menu entries that the system's shortcuts hang on. */
import { Menu, type MenuItemConstructorOptions } from 'electron';

/** No reload in an installed app: it would end a broadcast by one slip of the hand. */
const forDevelopers: MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'reload' },
  { role: 'toggleDevTools' },
];

export function buildMenu({ isPackaged, isMac }: { readonly isPackaged: boolean; readonly isMac: boolean }): Menu {
  return Menu.buildFromTemplate([
    isMac ? { role: 'appMenu' } : { label: 'Lectern', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : forDevelopers),
      ],
    },
    { role: 'windowMenu' },
  ]);
}
