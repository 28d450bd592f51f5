/** Lectern's place in the tray. Some Linux desktops have none: then nothing shows and nothing breaks. */
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import type { LiveCommand, LiveStatus } from '@lectern/bridge';
import type { Follower } from './live-status.ts';
import { themeColour } from './paint.ts';
import { liveItems, tooltip, trayShape, type LiveItem } from './tray-menu.ts';
import { drawTray, type TrayShape } from './tray-picture.ts';

export interface TrayActions {
  readonly command: (command: LiveCommand) => void;
  readonly open: () => void;
  readonly quit: () => void;
}

/** Red is for what goes out, amber for trouble; a pause is neither. */
const signColours = { plain: 'ink', live: 'live', paused: 'ink', trouble: 'warn' } as const satisfies Record<
  TrayShape,
  string
>;

/** Sixteen points, at the resolutions that systems ask for. */
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

const toMenuItem = ({ label, command, isEnabled, question }: LiveItem, press: TrayActions['command']) => {
  const item: MenuItemConstructorOptions = { label, enabled: isEnabled };
  const click = (): void => press(command);
  return question === undefined ? { ...item, click } : { ...item, submenu: [{ label: question, click }] };
};

export class TrayPlace implements Follower {
  readonly #actions: TrayActions;
  readonly #tray: Tray | undefined;
  #now: LiveStatus | undefined;

  constructor(actions: TrayActions, log: (message: string) => void) {
    this.#actions = actions;
    try {
      this.#tray = new Tray(trayImage('plain'));
    } catch (error) {
      log(`there is no tray here: ${error instanceof Error ? error.message : 'for an unknown reason'}`);
      return;
    }
    this.#tray.on('click', () => actions.open());
    nativeTheme.on('updated', () => this.#show());
  }

  follow(now: LiveStatus): void {
    this.#now = now;
    this.#show();
  }

  #show(): void {
    const report = this.#now?.report;
    if (this.#tray === undefined || report === undefined) return;
    this.#tray.setImage(trayImage(trayShape(report)));
    this.#tray.setToolTip(tooltip(report));
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: tooltip(report), enabled: false },
        { label: 'Open Lectern', click: this.#actions.open },
        { type: 'separator' },
        ...liveItems(report).map((item) => toMenuItem(item, this.#actions.command)),
        { type: 'separator' },
        { label: 'Quit Lectern', click: this.#actions.quit },
      ]),
    );
  }
}
