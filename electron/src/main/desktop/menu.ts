/** The application's menu: the system's own items and, while live, what is needed then. */
import { app, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import type { LiveCommand, LiveReport, LiveStatus } from '@lectern/bridge';
import { menuWords } from '../words.ts';
import { liveItems, type LiveItem } from './tray-menu.ts';
import { sendCommand } from './window.ts';

interface MenuOptions {
  readonly window: BrowserWindow;
  readonly showLogs: () => void;
}

type SendCommand = (command: LiveCommand) => void;

export class AppMenu {
  readonly #options: MenuOptions;

  constructor(options: MenuOptions) {
    this.#options = options;
  }

  readonly onLive = ({ report }: LiveStatus): void => {
    const { window, showLogs } = this.#options;
    Menu.setApplicationMenu(buildMenu(report, (command) => sendCommand(window, command), showLogs));
  };
}

/** Not in an installed app, where a reload by mistake would end the broadcast. */
const developerItems: MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'reload' },
  { role: 'toggleDevTools' },
];

function buildMenu(report: LiveReport, command: SendCommand, showLogs: () => void): Menu {
  const settings: MenuItemConstructorOptions = {
    label: menuWords.settings,
    accelerator: 'CommandOrControl+,',
    click: () => command('open-settings'),
  };
  const isMac = process.platform === 'darwin';
  return Menu.buildFromTemplate([
    isMac
      ? macAppMenu(settings)
      : { label: menuWords.app, submenu: [settings, { type: 'separator' }, { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: menuWords.live,
      submenu: liveItems(report).map((item) => withAccelerator(item, toMenuItem(item, command))),
    },
    {
      label: menuWords.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : developerItems),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: menuWords.showLogs, click: showLogs }] },
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

export function toMenuItem(item: LiveItem, command: SendCommand): MenuItemConstructorOptions {
  const { label, isEnabled, question } = item;
  const click = (): void => command(item.command);
  return question === undefined
    ? { label, enabled: isEnabled, click }
    : { label, enabled: isEnabled, submenu: [{ label: question, click }] };
}

/**
 * The other commands have single keys in the page. In a menu a single key would be lost to text
 * fields.
 */
const withAccelerator = ({ command }: LiveItem, item: MenuItemConstructorOptions): MenuItemConstructorOptions =>
  command === 'go-live' ? { ...item, accelerator: 'CommandOrControl+Shift+L' } : item;
