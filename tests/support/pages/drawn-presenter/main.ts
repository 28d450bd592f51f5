/**
 * A page with the presenter's real session and fan-out, a drawn picture and a tone: everything that
 * a watcher can notice, without the app. With a room key behind the `#` of its address, it is
 * another run of the same presenter. `?width=640&height=360&fps=25` changes the picture; with
 * `codecs=auto` it is a screen with text, which is sent in AV1, too.
 */
import { Store } from '@lectern/state';
import { BrowserRoomKey } from '../../../../renderer/src/bridge/browser-room-key.ts';
import { chooseMedia } from '../../../../renderer/src/fan-out/choose-media.ts';
import { Broadcast } from '../../../../renderer/src/broadcast/broadcast.ts';
import { EpochMemory } from '../../../../renderer/src/session/epoch-memory.ts';
import { PresenterSession } from '../../../../renderer/src/session/presenter-session.ts';
import { RemovalMemory } from '../../../../renderer/src/session/removal-memory.ts';
import { DrawnScene, type SceneContents } from './drawn-scene.ts';
import { faults } from './faults.ts';
import { OrdinaryLink } from './ordinary-link.ts';
import { usualCard } from './reading-card.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

class DrawnPresenterPage {
  readonly faults = faults;
  readonly #pair: CryptoKeyPair;
  readonly #key: BrowserRoomKey;
  readonly #wanted = new URLSearchParams(location.search);
  readonly #codecs = this.#wanted.get('codecs') === 'auto' ? 'auto' : 'vp8';
  readonly #scene = new DrawnScene(readCard(this.#wanted), this.#codecs === 'auto' ? 'text' : 'motion');
  #session: PresenterSession | undefined;
  /** A link of the browser alone, with the same picture and sound. */
  ordinary: OrdinaryLink | undefined;
  /** How many key frames watchers have requested over their links. */
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

  /** Throws unless the room has been opened. */
  get session(): PresenterSession {
    if (!this.#session) throw new Error('the room is not open');
    return this.#session;
  }

  /** Instead of the drawn picture. */
  async useCamera(size?: { readonly width: number; readonly height: number }): Promise<void> {
    await this.#scene.useCamera(size);
  }

  /** Of the room that was opened last. */
  broadcast: Broadcast | undefined;

  /** Opens the room. It opens again by itself whenever the service comes back. */
  async open(serviceUrl: string, sending: 'once' | 'each'): Promise<void> {
    const media = chooseMedia({ sending, codecs: this.#codecs });
    const open = media.open.bind(media);
    media.open = (config) => {
      const link = open(config);
      const requestKeyFrame = link.requestKeyFrame.bind(link);
      link.requestKeyFrame = () => {
        this.keyFramesRequested += 1;
        requestKeyFrame();
      };
      return link;
    };
    this.broadcast = new Broadcast({ scene: this.#scene, media });
    this.#session = new PresenterSession({
      desktop: { proveRoom: (claims) => this.#key.prove(claims) },
      serviceUrl,
      roomId: this.#key.roomId,
      presenterKey: null,
      about: { title: 'How light bends', presenter: 'Ada Lovelace' },
      broadcast: this.broadcast,
      epochs: new EpochMemory(localStorage, this.#key.roomId),
      removals: new RemovalMemory(localStorage, this.#key.roomId),
    });
    await this.untilOpen();
  }

  openOrdinaryLink(): Promise<string> {
    this.ordinary = new OrdinaryLink([this.#scene.video, this.#scene.audio]);
    return this.ordinary.offer();
  }

  async untilOpen(): Promise<void> {
    const { state } = this.session;
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (state.get().signaling.name === 'open') resolve();
      };
      state.subscribe(check);
      check();
    });
  }

  /** As where this machine has been too slow for AV1 for some seconds. */
  findTooSlow(): void {
    const { tooSlow } = this.broadcast?.media ?? {};
    if (tooSlow instanceof Store) tooSlow.set(['av1']);
  }

  /** What the watchers' pages learn of the scene. */
  show(contents: SceneContents): void {
    this.#scene.show(contents);
  }

  /**
   * Stops the frames of the present links silently, as when a link's own encoder hangs. Another
   * track does not help.
   */
  async hangEncoders(): Promise<void> {
    const inUse = [...window.connectionList].filter(({ connectionState }) => connectionState === 'connected');
    const senders = inUse.flatMap((pc) => pc.getSenders()).filter(({ track }) => track?.kind === 'video');
    for (const sender of senders) {
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings) encoding.active = false;
      await sender.setParameters(parameters);
    }
  }
}

const readCard = (wanted: URLSearchParams) => ({
  width: Number(wanted.get('width') ?? usualCard.width),
  height: Number(wanted.get('height') ?? usualCard.height),
  framesPerSecond: Number(wanted.get('fps') ?? usualCard.framesPerSecond),
});

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
