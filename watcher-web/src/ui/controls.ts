/** Everything that the control bar, the shortcuts and the panels act on. */
import { Store, type ReadableStore } from '@lectern/state';
import type { DebugLine } from '../debug-log.ts';
import { toggleFullScreen } from '../player/full-screen.ts';
import { OtherScreens } from '../player/other-screens.ts';
import { PictureInPicture } from '../player/picture-in-picture.ts';
import type { Player } from '../player/player.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import { Zoom } from '../zoom/zoom.ts';
import { watchKeyboard } from './keyboard-presence.ts';
import { OpenPanels } from './panels/open-panels.ts';
import { Toast } from './toast.ts';

export interface ControlsOptions {
  readonly main: HTMLElement;
  readonly session: WatcherSession;
  readonly player: Player;
  /** With `?debug` only. */
  readonly debugLines: ReadableStore<readonly DebugLine[]> | undefined;
}

export class Controls {
  readonly main: HTMLElement;
  readonly session: WatcherSession;
  readonly player: Player;
  readonly debugLines: ControlsOptions['debugLines'];
  readonly zoom: Zoom;
  readonly pictureInPicture: PictureInPicture;
  readonly otherScreens: OtherScreens;
  readonly panels: OpenPanels;
  readonly toast = new Toast();
  readonly hasKeyboard = watchKeyboard();
  /** Off for people who dictate or press keys by accident (WCAG 2.1.4). */
  readonly singleKeys = new Store<'on' | 'off'>('on');

  constructor({ main, session, player, debugLines }: ControlsOptions) {
    this.main = main;
    this.session = session;
    this.player = player;
    this.debugLines = debugLines;
    this.zoom = new Zoom(main, player.video);
    this.pictureInPicture = new PictureInPicture(player.video);
    this.otherScreens = new OtherScreens(player.video);
    this.panels = new OpenPanels({ isDebugOpen: debugLines !== undefined });
  }

  readonly toggleFullScreen = (): void => void toggleFullScreen(this.main, this.player.video);
}
