/**
 * The presenter app's own session and fan-out in a page, with a picture that is drawn and a tone: all of the real thing that a watcher can
 * notice, without the app around it. Its room key is made here, or the one behind the `#` of its address: another run of the same presenter.
 */
import { BrowserRoomKey } from '../../../../renderer/src/bridge/browser-room-key.ts';
import { chooseMedia } from '../../../../renderer/src/fan-out/choose-media.ts';
import type { OutgoingSource } from '../../../../renderer/src/fan-out/link-media.ts';
import { PresenterSession, type SourceContents } from '../../../../renderer/src/session/presenter-session.ts';
import { drawReadingCard } from './reading-card.ts';
import { playTone } from './tone.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

class DrawnPresenterPage {
  readonly #pair: CryptoKeyPair;
  readonly #key: BrowserRoomKey;
  readonly #source: OutgoingSource = { video: drawReadingCard(), audio: playTone(), content: 'motion', height: 720 };
  #session: PresenterSession | undefined;
  /** By watchers, over their links. */
  keyFramesRequested = 0;

  private constructor(pair: CryptoKeyPair, key: BrowserRoomKey) {
    this.#pair = pair;
    this.#key = key;
  }

  static async make(): Promise<DrawnPresenterPage> {
    const pair = await readKey(decodeURIComponent(location.hash.slice(1)));
    return new DrawnPresenterPage(pair, await BrowserRoomKey.of(pair));
  }

  get roomId(): string {
    return this.#key.roomId;
  }

  async exportKey(): Promise<string> {
    return JSON.stringify(await crypto.subtle.exportKey('jwk', this.#pair.privateKey));
  }

  /** Once the room is open. */
  get session(): PresenterSession {
    if (!this.#session) throw new Error('the room is not open');
    return this.#session;
  }

  /** Opens the room, and again by itself whenever the service comes back. */
  async open(serviceUrl: string, sending: 'once' | 'each'): Promise<void> {
    const media = chooseMedia(sending);
    const requestKeyFrame = media.requestKeyFrame.bind(media);
    media.requestKeyFrame = (linkId) => {
      this.keyFramesRequested += 1;
      requestKeyFrame(linkId);
    };
    this.#session = new PresenterSession({
      desktop: { proveRoom: (claims) => this.#key.prove(claims) },
      serviceUrl,
      roomId: this.#key.roomId,
      presenterKey: null,
      about: { title: 'How light bends', presenter: 'Ada Lovelace' },
      media,
      scene: { pause: () => undefined, resume: () => undefined },
    });
    this.show({ video: true, audio: true });
    await this.untilOpen();
  }

  async untilOpen(): Promise<void> {
    const { state } = this.session;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (state.get().signaling.name === 'open') resolve();
      };
      state.subscribe(look);
      look();
    });
  }

  show(contents: SourceContents): void {
    this.session.setSource(this.#source, contents);
  }

  /** No frames any more over the links that watchers have now, and nobody is told: as with a link's own encoder that hangs. */
  async hangEncoders(): Promise<void> {
    const inUse = [...window.connectionList].filter(({ connectionState }) => connectionState === 'connected');
    const senders = inUse.flatMap((pc) => pc.getSenders()).filter(({ track }) => track?.kind === 'video');
    await Promise.all(senders.map((sender) => sender.replaceTrack(null)));
  }
}

async function readKey(jwk: string): Promise<CryptoKeyPair> {
  if (jwk === '') return await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const { d: _secret, ...open }: JsonWebKey = JSON.parse(jwk);
  const publicKey = { ...open, key_ops: ['verify'] };
  return {
    privateKey: await crypto.subtle.importKey('jwk', JSON.parse(jwk), P256, true, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', publicKey, P256, true, ['verify']),
  };
}

declare global {
  interface Window {
    drawnPresenter: DrawnPresenterPage;
  }
}

window.drawnPresenter = await DrawnPresenterPage.make();
