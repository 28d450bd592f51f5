/** A room's stream as its watchers get it: each has a link at an edge, as in a room at the relay. */
import type { LinkMessage, NoticeName, NoticePayload } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../../policy.ts';
import type { Cancel, Clock } from '../../room/clock.ts';
import type { RelayCalls, RelayOutlet } from '../../room/relay-outlet.ts';
import type { MediaChanged } from '../carried/watched-link.ts';
import { WatchedLinks } from '../carried/watched-links.ts';
import { KeyFrames } from '../key-frames.ts';
import { mountpointId } from '../names.ts';
import type { Relay } from '../relay.ts';
import type { RoomStream } from './room-stream.ts';
import type { StreamMedia } from './stream-media.ts';

interface WatchedStreamOptions {
  readonly relay: Relay;
  readonly stream: RoomStream;
  readonly calls: RelayCalls;
  readonly clock: Clock;
  readonly policy: RelayPolicy;
  readonly log: Logger;
}

export class WatchedStream implements RelayOutlet {
  readonly #options: WatchedStreamOptions;
  readonly #links: WatchedLinks;
  readonly #keyFrames: KeyFrames;
  readonly #cancels: Cancel[];
  #media: StreamMedia;
  /** Of the newest link: what is said on links names it. */
  #epoch = 0;
  #isReached = false;

  constructor(options: WatchedStreamOptions) {
    const { relay, stream, clock, policy, calls } = options;
    this.#options = options;
    this.#media = stream.media;
    this.#keyFrames = new KeyFrames({ clock, policy, ask: (mid) => stream.requestKeyFrame(mid) });
    this.#links = new WatchedLinks({
      ...options,
      mountpoint: mountpointId(stream.names.room),
      sessions: { attach: (node, plugin, linkId) => stream.attach(node, plugin, linkId) },
      // One layer alone comes, whatever its watchers need.
      calls: { ...calls, requestLayers: () => undefined },
      top: () => 0,
      edges: () => relay.edgesOf(stream.names),
      video: () => this.#media.video ?? 'v',
      media: () => this.#mediaChanged(),
      keyFrame: () => this.#requestKeyFrame(),
    });
    this.#cancels = [
      relay.subscribe(() => this.#update()),
      // After the room knows the way here.
      clock.after(0, () => this.#update()),
      stream.subscribe((media) => this.#mediaIs(media)),
    ];
    for (const node of relay.edges) {
      // The session there is a new one, and what the earlier one had is gone.
      const here = (): void => this.#links.claimed(node, { handles: new Map() });
      this.#cancels.push(node.watch({ here, away: () => undefined }));
    }
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    if ('epoch' in payload && typeof payload.epoch === 'number') this.#epoch = payload.epoch;
    this.#links.notify(name, payload);
  }

  close(): void {
    for (const cancel of this.#cancels) cancel();
    this.#keyFrames.close();
    this.#links.close();
  }

  /** Something at the nodes may have changed. */
  #update(): void {
    const { relay, stream, calls } = this.#options;
    const isReached = relay.edgesOf(stream.names).length > 0;
    this.#links.place();
    if (isReached === this.#isReached) return;
    this.#isReached = isReached;
    calls.reached(isReached);
  }

  /** Another encoder may send other media. */
  #mediaIs(media: StreamMedia): void {
    const before = this.#media;
    this.#media = media;
    if (before.video !== media.video) this.#links.replaceAll();
    else this.#links.sayMedia();
  }

  #mediaChanged(): MediaChanged {
    const { video, audio } = this.#media;
    const state = { paused: false, video: video !== null, audio: audio !== null };
    return { kind: 'media-changed', epoch: this.#epoch, state } satisfies LinkMessage;
  }

  #requestKeyFrame(): void {
    const { picture } = this.#media;
    if (picture !== null) this.#keyFrames.request(picture);
  }
}
