/**
 * The presenter app's own session and fan-out in a page, with a picture that is drawn and a tone: all of the real thing that a watcher
 * can notice, without the app around it.
 */
import { BrowserRoomKey } from '../../../renderer/src/bridge/browser-room-key.ts';
import { chooseMedia } from '../../../renderer/src/fan-out/choose-media.ts';
import type { Content } from '../../../renderer/src/fan-out/layers.ts';
import { PresenterSession } from '../../../renderer/src/session/presenter-session.ts';
import { drawReadingCard } from './reading-card.ts';
import { playTone } from '../page-presenter/test-card.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

class SessionPage {
  #session: PresenterSession | undefined;

  /** Opens the room and goes live; gives the room's path. */
  async goLive(serviceUrl: string, sending: 'once' | 'each' = 'once'): Promise<string> {
    const key = await BrowserRoomKey.of(await crypto.subtle.generateKey(P256, true, ['sign', 'verify']));
    const session = new PresenterSession({
      desktop: { proveRoom: (claims) => key.prove(claims) },
      serviceUrl,
      roomId: key.roomId,
      presenterKey: null,
      about: { title: 'How light bends', presenter: 'Ada Lovelace' },
      media: chooseMedia(sending),
      scene: { pause: () => undefined, resume: () => undefined },
    });
    this.#session = session;
    this.show('motion');
    session.goLive();
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (session.state.get().signaling.name === 'open') resolve();
      };
      session.state.subscribe(look);
      look();
    });
    return `/r/${key.roomId}`;
  }

  show(content: Content): void {
    const [video, audio] = [drawReadingCard(), playTone()];
    this.#find().setSource({ video, audio, content, height: 720 }, { video: true, audio: true });
  }

  /** Another link for everybody. */
  startAgain(): void {
    const session = this.#find();
    session.stop();
    session.goLive();
  }

  #find(): PresenterSession {
    if (!this.#session) throw new Error('not live yet');
    return this.#session;
  }
}

declare global {
  interface Window {
    sessionPage: SessionPage;
  }
}

window.sessionPage = new SessionPage();
