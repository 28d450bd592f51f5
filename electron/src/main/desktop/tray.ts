/** Lectern's icon in the tray. Some Linux desktops have no tray; then there is none. */
import { app, Menu, nativeImage, nativeTheme, Tray, type BrowserWindow, type NativeImage } from 'electron';
import type { LiveReport, LiveStatus } from '@lectern/bridge';
import { trayPictures } from 'virtual:pictures';
import type { TrayShape } from '../../../pictures/tray-pictures.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import { menuWords, trayTooltip } from '../words.ts';
import { toMenuItem } from './menu.ts';
import { theme } from './theme.ts';
import { liveItems, trayShape } from './tray-menu.ts';
import { sendCommand, showWindow } from './window.ts';

function trayImage(shape: TrayShape): NativeImage {
  const image = nativeImage.createEmpty();
  for (const [index, png] of trayPictures[theme()][shape].entries()) {
    image.addRepresentation({ scaleFactor: index + 1, buffer: Buffer.from(png, 'base64') });
  }
  return image;
}

interface TrayOptions {
  readonly window: BrowserWindow;
  readonly showLogs: () => void;
  readonly log: Logger;
}

export class TrayIcon {
  readonly #options: TrayOptions;
  readonly #tray: Tray | undefined;
  #report: LiveReport | undefined;

  constructor(options: TrayOptions) {
    this.#options = options;
    try {
      this.#tray = new Tray(trayImage('plain'));
    } catch (error) {
      options.log.warn(`this desktop has no tray: ${reasonOf(error)}`);
      return;
    }
    this.#tray.on('click', () => showWindow(options.window));
    nativeTheme.on('updated', () => this.#update());
  }

  readonly onLive = ({ report }: LiveStatus): void => {
    this.#report = report;
    this.#update();
  };

  #update(): void {
    const report = this.#report;
    if (this.#tray === undefined || report === undefined) return;
    const { window, showLogs } = this.#options;
    this.#tray.setImage(trayImage(trayShape(report)));
    this.#tray.setToolTip(trayTooltip(report));
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: trayTooltip(report), enabled: false },
        { label: menuWords.open, click: () => showWindow(window) },
        { type: 'separator' },
        ...liveItems(report).map((item) => toMenuItem(item, (command) => sendCommand(window, command))),
        { type: 'separator' },
        { label: menuWords.showLogs, click: showLogs },
        { label: menuWords.quit, click: () => app.quit() },
      ]),
    );
  }
}
