/**
 * The smallest real presenter: one ordinary link for each watcher. For the watcher page's own tests. Its room key is made here, or the one
 * behind the `#` of its address: another run of the same presenter.
 */
import {
  proofText,
  roomIdFromDigest,
  spoken,
  type LinkId,
  type LinkMessage,
  type LinkOpening,
  type MediaState,
  type NoticePayload,
  type RoomId,
  type RoomProof,
} from '@lectern/protocol';
import { OutboundLink, SignalingClient, type OutboundCarrier } from '@lectern/rtc';
import { drawTestCard, playTone } from './test-card.ts';

const about = { title: 'How light bends', presenter: 'Ada Lovelace' };
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

class PagePresenter {
  readonly #links = new Map<LinkId, { readonly link: OutboundLink; readonly watcherId: LinkOpening['watcherId'] }>();
  readonly #media = new MediaStream([drawTestCard(), playTone()]);
  readonly #key: CryptoKeyPair;
  readonly #publicKey: ArrayBuffer;
  readonly roomId: RoomId;
  #signaling: SignalingClient | undefined;
  #epoch = 0;
  #live = false;
  #state: MediaState = { paused: false, video: true, audio: true };

  private constructor(key: CryptoKeyPair, publicKey: ArrayBuffer, roomId: RoomId) {
    this.#key = key;
    this.#publicKey = publicKey;
    this.roomId = roomId;
  }

  static async make(): Promise<PagePresenter> {
    const key = await readKey(decodeURIComponent(location.hash.slice(1)));
    const publicKey = await crypto.subtle.exportKey('raw', key.publicKey);
    const digest = await crypto.subtle.digest('SHA-256', publicKey);
    return new PagePresenter(key, publicKey, roomIdFromDigest(new Uint8Array(digest)));
  }

  /** What the watchers have asked for over their links. */
  readonly heard: LinkMessage['kind'][] = [];

  async exportKey(): Promise<string> {
    return JSON.stringify(await crypto.subtle.exportKey('jwk', this.#key.privateKey));
  }

  /** Connects and opens the room; again by itself whenever the service comes back. */
  async open(url: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#signaling = new SignalingClient({
        url,
        handshake: () => ({ role: 'presenter', protocol: spoken }),
        onDisconnected: () => undefined,
        onRefused: reject,
        notices: {
          'presenter:challenged': (challenged) =>
            void this.#openRoom(new URL(url).host, challenged).then(resolve, reject),
          'link:opened': (opening) => this.#openLink(opening),
          'link:answered': ({ linkId, round, sdp }) => void this.#links.get(linkId)?.link.handleAnswer(round, sdp),
          'link:candidate-found': ({ linkId, round, candidate }) =>
            void this.#links.get(linkId)?.link.handleCandidate(round, candidate),
          'link:restart-requested': ({ linkId }) => void this.#links.get(linkId)?.link.restart(),
          'link:closed': ({ linkId, reason }) => reason !== 'lost' && this.#closeLink(linkId),
        },
      });
      this.#signaling.connect();
    });
  }

  async goLive(): Promise<void> {
    this.#live = true;
    await this.#client.request('room:start', {});
  }

  async stop(): Promise<void> {
    this.#live = false;
    await this.#client.request('room:stop', {});
    for (const linkId of this.#links.keys()) this.#closeLink(linkId);
  }

  async replaceLinks(): Promise<void> {
    // Those of this moment: each brings a new one with it.
    const held = [...this.#links.keys()];
    for (const linkId of held) await this.#client.request('link:replace', { linkId });
  }

  /** No frames any more over the links of this moment, and nobody is told: as with an encoder that hangs. */
  async hangEncoders(): Promise<void> {
    const senders = [...this.#links.values()].flatMap(({ link }) => link.pc.getSenders());
    await Promise.all(
      senders.map(async (sender) => sender.track?.kind === 'video' && (await sender.replaceTrack(null))),
    );
  }

  sendState(change: Partial<MediaState>): void {
    this.#state = { ...this.#state, ...change };
    for (const { link } of this.#links.values()) link.send(this.#stateMessage());
  }

  /** The last word over the links, as when signaling is away. */
  sayEnded(): void {
    for (const { link } of this.#links.values()) link.send({ kind: 'ended', epoch: this.#epoch });
  }

  get #client(): SignalingClient {
    if (!this.#signaling) throw new Error('the room is not open');
    return this.#signaling;
  }

  async #openRoom(service: string, { challenge, now }: NoticePayload<'presenter:challenged'>): Promise<void> {
    if (this.#epoch === 0) this.#epoch = now;
    const text = proofText({ service, roomId: this.roomId, epoch: this.#epoch, challenge });
    const proof: RoomProof = {
      publicKey: base64url(this.#publicKey),
      signature: base64url(
        await crypto.subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          this.#key.privateKey,
          new TextEncoder().encode(text),
        ),
      ),
    };
    const links = [...this.#links].map(([linkId, { watcherId }]) => ({ linkId, watcherId }));
    const { refused } = await this.#client.request('room:open', {
      roomId: this.roomId,
      epoch: this.#epoch,
      live: this.#live,
      about,
      proof,
      links,
    });
    for (const linkId of refused) this.#closeLink(linkId);
  }

  #openLink({ linkId, watcherId, iceServers }: LinkOpening): void {
    const link: OutboundLink = new OutboundLink({
      linkId,
      iceServers,
      carrier: this.#carrier,
      connect: (configuration) => {
        const pc = new RTCPeerConnection(configuration);
        for (const track of this.#media.getTracks()) pc.addTrack(track, this.#media);
        return pc;
      },
      onState: () => undefined,
      onMessage: ({ kind }) => this.heard.push(kind),
      onChannelOpen: () => link.send(this.#stateMessage()),
      onGivenUp: () => {
        this.#closeLink(linkId);
        void this.#client.request('link:replace', { linkId }).catch(() => undefined);
      },
    });
    this.#links.set(linkId, { link, watcherId });
    void link.offer();
  }

  #closeLink(linkId: LinkId): void {
    this.#links.get(linkId)?.link.close();
    this.#links.delete(linkId);
  }

  #stateMessage(): LinkMessage {
    return { kind: 'media-changed', epoch: this.#epoch, state: this.#state };
  }

  readonly #carrier: OutboundCarrier = {
    isOpen: () => this.#client.isConnected,
    sendOffer: async (linkId, round, sdp) => void (await this.#client.request('link:offer', { linkId, round, sdp })),
    sendCandidate: (linkId, round, candidate) =>
      void this.#client.request('link:candidate', { linkId, round, candidate }).catch(() => undefined),
    refreshIce: async (linkId) => (await this.#client.request('link:refresh-ice', { linkId })).iceServers,
  };
}

async function readKey(jwk: string): Promise<CryptoKeyPair> {
  if (jwk === '') return await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']);
  const { d: _secret, ...open }: JsonWebKey = JSON.parse(jwk);
  const publicKey = { ...open, key_ops: ['verify'] };
  return {
    privateKey: await crypto.subtle.importKey('jwk', JSON.parse(jwk), ecdsa, true, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', publicKey, ecdsa, true, ['verify']),
  };
}

declare global {
  interface Window {
    pagePresenter: PagePresenter;
  }
}

window.pagePresenter = await PagePresenter.make();
