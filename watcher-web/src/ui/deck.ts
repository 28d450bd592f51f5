/** Everything that the controls, the keys and the panels act upon. */
import { copyText } from '@lectern/rtc';
import { Store } from '@lectern/state';
import { toggleFullScreen } from '../player/full-screen.ts';
import { OtherScreens } from '../player/other-screens.ts';
import { PictureInPicture } from '../player/picture-in-picture.ts';
import type { Player } from '../player/player.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import { Zoom } from '../zoom/zoom.ts';
import { Panels } from './panels/panels.ts';
import { Remark } from './remark.ts';

export class Deck {
  readonly main: HTMLElement;
  readonly session: WatcherSession;
  readonly player: Player;
  readonly zoom: Zoom;
  readonly pictureInPicture: PictureInPicture;
  readonly otherScreens: OtherScreens;
  readonly panels = new Panels();
  readonly remark = new Remark();
  /** Here, so that what waits for a press needs nothing of the core: the bundler would part a piece off the core for it. */
  readonly copyText = copyText;
  /** Somebody who dictates, or touches keys by accident, can switch the keys of one letter off (WCAG 2.1.4). */
  readonly letterKeys = new Store<'on' | 'off'>('on');

  constructor({ main, session, player }: Pick<Deck, 'main' | 'session' | 'player'>) {
    this.main = main;
    this.session = session;
    this.player = player;
    this.zoom = new Zoom(main, player.video);
    this.pictureInPicture = new PictureInPicture(player.video);
    this.otherScreens = new OtherScreens(player.video);
  }

  readonly fillScreen = (): void => void toggleFullScreen(this.main, this.player.video);
}
