/** The application's menu: the system's own entries and, while live, the few things one needs then. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { LiveCommand, LiveReport } from '@lectern/bridge';
import { liveItems, type LiveItem } from './desktop/tray-menu.ts';

interface MenuFacts {
  readonly isPackaged: boolean;
  readonly isMac: boolean;
  readonly report: LiveReport;
  readonly command: (command: LiveCommand) => void;
}

/** No reload in an installed app: it would end a broadcast by one slip of the hand. */
const forDevelopers: MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'reload' },
  { role: 'toggleDevTools' },
];

export function buildMenu({ isPackaged, isMac, report, command }: MenuFacts): Menu {
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => command('open-settings'),
  };
  return Menu.buildFromTemplate([
    isMac ? macAppMenu(settings) : { label: 'Lectern', submenu: [settings, { type: 'separator' }, { role: 'quit' }] },
    { role: 'editMenu' },
    { label: 'Live', submenu: liveItems(report).map((item) => toMenuItem(item, command)) },
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

const macAppMenu = (settings: MenuItemConstructorOptions): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    { role: 'about' },
    { type: 'separator' },
    settings,
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ],
});

/** The page itself has M, C and P for these; a letter alone cannot be a menu's accelerator, it would be lost to text fields. */
function toMenuItem(item: LiveItem, command: MenuFacts['command']): MenuItemConstructorOptions {
  const { label, isEnabled, question } = item;
  const click = (): void => command(item.command);
  if (question !== undefined) return { label, enabled: isEnabled, submenu: [{ label: question, click }] };
  const accelerator = item.command === 'go-live' ? { accelerator: 'CommandOrControl+Shift+L' } : {};
  return { label, enabled: isEnabled, click, ...accelerator };
}
