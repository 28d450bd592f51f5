/** The relay's end of one watcher's link: a handle at the mountpoint of an edge, with its layer. */
import {
  linkMessageOf,
  type Candidate,
  type LinkId,
  type LinkMessage,
  type QualityCap,
  type Round,
  type SaidMessage,
  type WatcherId,
  type WatcherReport,
} from '@lectern/protocol';
import * as z from 'zod/mini';
import type { RelayPolicy } from '../../policy.ts';
import type { Description } from '../../room/relay-outlet.ts';
import type { JanusHandle } from '../janus/handle.ts';
import type { Notification } from '../janus/messages.ts';
import { MountpointViewer, videoMids, type VideoMid } from '../janus/streaming.ts';
import type { RelayNode } from '../relay-node.ts';
import { candidateOf } from './candidate-of.ts';
import { choose, firstChoice, type LayerChoice } from './layer-choice.ts';
import { LinkSteps } from './link-steps.ts';
import type { LeftHandle } from './room-sessions.ts';

/** The best of a ladder's three layers, as watchers name it. */
export const BEST = 2;

export interface WatchedLinkEvents {
  readonly offer: (offer: Description) => void;
  readonly say: (message: LinkMessage) => void;
  /** The watcher has a picture. */
  readonly settled: () => void;
  /** Its path has ended at the watcher's end, or nothing comes from there. */
  readonly gone: () => void;
  readonly failed: (reason: unknown) => void;
  /** Janus has lost it. */
  readonly lost: () => void;
  /** It needs a key frame of this layer. */
  readonly keyFrame: (layer: number) => void;
  /** The layers that it needs may have changed. */
  readonly layerChanged: () => void;
}

interface WatchedLinkOptions {
  readonly linkId: LinkId;
  readonly watcherId: WatcherId;
  readonly mountpoint: string;
  /** Which of the mountpoint's two it gets. */
  readonly video: VideoMid;
  readonly policy: Pick<RelayPolicy, 'fallbackMs' | 'layers'>;
  readonly now: () => number;
  /** The best layer that is published. */
  readonly top: () => number;
  /** What the presenter has said last of its media. */
  readonly media: () => MediaChanged | undefined;
  readonly events: WatchedLinkEvents;
}

export type MediaChanged = Extract<LinkMessage, { kind: 'media-changed' }>;

const LayerEvent = z.object({ result: z.object({ mid: z.enum(videoMids), substream: z.number() }) });

export class WatchedLink {
  readonly linkId: LinkId;
  readonly watcherId: WatcherId;
  readonly #options: WatchedLinkOptions;
  readonly #steps: LinkSteps;
  #handle: JanusHandle | undefined;
  #viewer: MountpointViewer | undefined;
  #node: RelayNode | undefined;
  #round: Round = 0;
  #video: VideoMid;
  #isResumed = false;
  /** Its path has ended at Janus. */
  #isDown = false;
  #choice: LayerChoice;
  #wish: QualityCap = 2;
  #report: WatcherReport | null = null;
  #freezes = 0;

  constructor(options: WatchedLinkOptions) {
    this.linkId = options.linkId;
    this.watcherId = options.watcherId;
    this.#options = options;
    this.#steps = new LinkSteps(options.events.failed);
    this.#video = options.video;
    this.#choice = firstChoice(options.top(), options.now());
  }

  /** The edge that it is at; undefined while it waits for one. */
  get node(): RelayNode | undefined {
    return this.#node;
  }

  /** The layer that it is to get; null where its watcher wants sound alone. */
  get layer(): number | null {
    return this.#wish === 'sound' ? null : this.#choice.layer;
  }

  get report(): WatcherReport | null {
    return this.#report;
  }

  /** Freezes that were reported since the last call. */
  countFreezes(): number {
    const freezes = this.#freezes;
    this.#freezes = 0;
    return freezes;
  }

  /** An earlier owner of the room has offered it: its rounds so far are not known. */
  get isResumed(): boolean {
    return this.#isResumed;
  }

  /** It goes on with what is left of it. */
  resume(find: () => Promise<LeftHandle>): void {
    this.#isResumed = true;
    this.#steps.add(async () => {
      const left = await find().catch(() => undefined);
      const { node, handle, facts } = left ?? {};
      if (this.#steps.isClosed) return handle?.detach();
      if (node === undefined || handle === undefined || !facts?.watched) return this.#options.events.lost();
      this.#node = node;
      this.#video = facts.watched.video;
      this.#choice = { ...this.#choice, layer: facts.watched.layer };
      this.#bind(handle);
      this.#options.events.layerChanged();
    });
  }

  /** Offers it, at this edge. */
  begin(node: RelayNode, attach: () => Promise<JanusHandle>): void {
    this.#node = node;
    this.#steps.add(async () => {
      const handle = await attach();
      const viewer = this.#bind(handle);
      if (this.#steps.isClosed) return handle.detach();
      const { mountpoint, video, policy } = this.#options;
      const { fallbackMs } = policy;
      const sdp = await viewer.watch({
        id: mountpoint,
        video,
        layer: substream(this.#choice.layer),
        fallbackMs,
      });
      this.#offer(sdp);
    });
  }

  handleAnswer({ round, sdp }: Description): void {
    this.#steps.add(async () => {
      if (round === this.#round) await this.#viewer?.start(sdp);
    });
  }

  handleCandidate(candidate: Candidate): void {
    this.#steps.add(async () => this.#handle?.trickle(candidateOf(candidate)));
  }

  /** The watcher's path is bad. Where it has ended, or its edge is away, only another link helps. */
  restart(): void {
    if (this.#isResumed || this.#isDown || this.#node?.control === undefined) return this.#options.events.lost();
    this.#steps.add(async () => {
      const sdp = await this.#viewer?.restart(this.#options.mountpoint);
      if (sdp !== undefined) this.#offer(sdp);
    });
  }

  handleSaid(said: SaidMessage): void {
    const message = linkMessageOf(said);
    if (message === undefined) return;
    const { events } = this.#options;
    if (message.kind === 'key-frame-requested') events.keyFrame(this.#choice.layer);
    else if (message.kind === 'quality-capped') this.#cap(message.highest);
    else if (message.kind === 'watcher-reported') this.#read(message.report);
  }

  /** What the presenter sends has changed. */
  sayMedia(): void {
    const media = this.#options.media();
    if (media === undefined) return;
    const isMuted = this.#wish === 'sound';
    this.#options.events.say(isMuted ? { ...media, state: { ...media.state, video: false } } : media);
  }

  /** The session was claimed again; without a handle, Janus has lost it. */
  claimed(handle: JanusHandle | undefined): void {
    if (this.#viewer === undefined) return;
    if (handle === undefined) this.#options.events.lost();
    else this.#bind(handle);
  }

  close(): void {
    if (this.#steps.isClosed) return;
    this.#steps.close();
    void this.#handle?.detach().catch(() => undefined);
  }

  #offer(sdp: string): void {
    if (this.#steps.isClosed) return;
    this.#round += 1;
    this.#options.events.offer({ round: this.#round, sdp });
  }

  #bind(handle: JanusHandle): MountpointViewer {
    this.#handle = handle;
    this.#viewer = new MountpointViewer(handle);
    handle.listen((notification) => this.#notified(notification));
    return this.#viewer;
  }

  #notified(notification: Notification): void {
    const { events } = this.#options;
    if (notification.janus === 'webrtcup') {
      this.#isDown = false;
      events.keyFrame(this.#choice.layer);
      this.sayMedia();
    } else if (notification.janus === 'hangup') {
      this.#isDown = true;
      events.gone();
    } else if (notification.janus === 'detached') this.#steps.fail('its handle is gone');
    else if (notification.janus === 'event' && LayerEvent.safeParse(notification.plugindata.data).success) {
      events.layerChanged();
    }
  }

  #cap(wish: QualityCap): void {
    const before = this.#wish;
    this.#wish = wish;
    if ((wish === 'sound') !== (before === 'sound')) {
      this.#steps.add(async () => this.#viewer?.sendVideo(this.#video, wish !== 'sound'));
      this.sayMedia();
      if (wish !== 'sound') this.#options.events.keyFrame(this.#choice.layer);
    }
    this.#choose({ ...this.#choice, layer: Math.min(this.#choice.layer, this.#highest()) });
  }

  #read(report: WatcherReport): void {
    this.#report = report;
    this.#freezes += report.freezes;
    const { events, now, policy } = this.#options;
    // A page reports over the link that it shows; a hidden one may show no frames.
    events.settled();
    if (this.#wish !== 'sound')
      this.#choose(choose(this.#choice, report, { highest: this.#highest(), nowMs: now(), policy: policy.layers }));
  }

  #highest(): number {
    const top = this.#options.top();
    // A shorter list of layers ends with 2 as well.
    return this.#wish === 'sound' ? top : Math.max(0, Math.min(top, this.#wish - (BEST - top)));
  }

  #choose(choice: LayerChoice): void {
    const before = this.#choice;
    this.#choice = choice;
    if (choice.layer === before.layer) return;
    this.#steps.add(async () => this.#viewer?.chooseLayer(this.#video, choice.layer));
    // Janus changes over with the next one.
    this.#options.events.keyFrame(choice.layer);
    this.#options.events.layerChanged();
  }
}

const substream = (layer: number): 0 | 1 | 2 => (layer <= 0 ? 0 : layer === 1 ? 1 : 2);
