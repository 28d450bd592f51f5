/** Lectern's icon in the tray. Some Linux desktops have no tray; then there is none. */
import { app, Menu, nativeImage, nativeTheme, Tray, type BrowserWindow, type NativeImage } from 'electron';
import type { LiveReport, LiveStatus } from '@lectern/bridge';
import { reasonOf, type Logger } from '../log/logger.ts';
import { menuWords, trayTooltip } from '../words.ts';
import { toMenuItem } from './menu.ts';
import { themeColour } from './paint.ts';
import { liveItems, trayShape } from './tray-menu.ts';
import { drawTray, type TrayShape } from './tray-picture.ts';
import { sendCommand, showWindow } from './window.ts';

/** Red is for live and amber for trouble; a pause is neither. */
const signColours = { plain: 'ink', live: 'live', paused: 'ink', trouble: 'warn' } as const satisfies Record<
  TrayShape,
  string
>;

/** 16 points wide, at the resolutions that systems ask for. */
function trayImage(shape: TrayShape): NativeImage {
  const [ink, sign] = [themeColour('ink'), themeColour(signColours[shape])];
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2, 3]) {
    const size = 16 * scaleFactor;
    const pixels = drawTray({ shape, size, ink, sign });
    const buffer = nativeImage.createFromBitmap(pixels, { width: size, height: size, scaleFactor }).toPNG();
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer });
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
