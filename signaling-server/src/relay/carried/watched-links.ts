/** The watchers' links of one room at the relay: at which edge each is, and what they say together. */
import type { LinkId, LinkMessage, NoticeName, NoticePayload, RelayDigest } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../../policy.ts';
import type { Cancel, Clock } from '../../room/clock.ts';
import type { RelayCalls } from '../../room/relay-outlet.ts';
import type { VideoMid } from '../janus/streaming.ts';
import type { RelayNode, RoomSession } from '../relay-node.ts';
import type { LeftHandle, RoomSessions } from './room-sessions.ts';
import { BEST, WatchedLink, type MediaChanged } from './watched-link.ts';

interface WatchedLinksOptions {
  readonly mountpoint: string;
  readonly sessions: Pick<RoomSessions, 'attach'>;
  readonly clock: Clock;
  readonly policy: RelayPolicy;
  readonly log: Logger;
  readonly calls: RelayCalls;
  /** The edges at which watchers can be now. */
  readonly edges: () => readonly RelayNode[];
  readonly top: () => number;
  /** What links that are opened now get of the mountpoint. */
  readonly video: () => VideoMid;
  readonly media: () => MediaChanged | undefined;
  readonly keyFrame: (layer: number) => void;
}

type Opening = Pick<NoticePayload<'link:opened'>, 'linkId' | 'watcherId'>;

export class WatchedLinks {
  readonly #options: WatchedLinksOptions;
  readonly #links = new Map<LinkId, WatchedLink>();
  #digest: Cancel | undefined;
  #lowering: Cancel | undefined;
  /** What the presenter was last asked for. */
  #requested = BEST;

  constructor(options: WatchedLinksOptions) {
    this.#options = options;
  }

  /** Those about other links change nothing. */
  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    const listener = this.#listeners[name];
    listener?.(payload);
  }

  readonly #listeners: { readonly [N in NoticeName]?: (payload: NoticePayload<N>) => void } = {
    'link:opened': (opening) => this.#open(opening),
    'link:answered': (answer) => this.#links.get(answer.linkId)?.handleAnswer(answer),
    'link:candidate-found': ({ linkId, candidate }) => this.#links.get(linkId)?.handleCandidate(candidate),
    'link:restart-requested': ({ linkId }) => this.#links.get(linkId)?.restart(),
    'link:said': ({ linkId, message }) => this.#links.get(linkId)?.handleSaid(message),
    'link:closed': ({ linkId }) => {
      this.#links.get(linkId)?.close();
      this.#links.delete(linkId);
      this.#requestLayers();
    },
  };

  /** A link that an earlier owner of the room has offered goes on. */
  resume(opening: Opening, find: () => Promise<LeftHandle>): void {
    this.#add(opening).resume(find);
  }

  /** Of a presenter that has published before, nobody knows what it was asked for last. */
  requestAllLayers(): void {
    this.#request(BEST);
    this.#requestLayers();
  }

  #open(opening: Opening): void {
    this.#add(opening);
    this.place();
    this.#requestLayers();
  }

  #add({ linkId, watcherId }: Opening): WatchedLink {
    const { clock, calls, mountpoint, policy, top, video, media, keyFrame } = this.#options;
    const link = new WatchedLink({
      linkId,
      watcherId,
      mountpoint,
      video: video(),
      policy,
      now: () => clock.elapsed(),
      top,
      media,
      events: {
        offer: (offer) => calls.offer(linkId, offer),
        say: (message) => calls.say(linkId, message),
        settled: () => calls.settled(linkId),
        gone: () => calls.gone(linkId),
        lost: () => calls.replace(linkId),
        failed: (reason) => this.#failed(link, reason),
        keyFrame,
        layerChanged: () => this.#requestLayers(),
      },
    });
    this.#links.set(linkId, link);
    this.#digest ??= clock.after(policy.digestMs, () => this.#report());
    return link;
  }

  /** Those that wait for an edge get one where there is one: the edge with the fewest. */
  place(): void {
    const { edges, sessions } = this.#options;
    const counts = new Map<RelayNode, number>(edges().map((node) => [node, 0]));
    for (const { node } of this.#links.values()) {
      const count = node === undefined ? undefined : counts.get(node);
      if (node !== undefined && count !== undefined) counts.set(node, count + 1);
    }
    for (const link of this.#links.values()) {
      if (link.node !== undefined || link.isResumed) continue;
      const [least] = [...counts].toSorted(([, a], [, b]) => a - b);
      if (least === undefined) return;
      const [node, count] = least;
      counts.set(node, count + 1);
      link.begin(node, () => sessions.attach(node, 'streaming', link.linkId));
    }
  }

  /** To all of them. */
  say(message: LinkMessage): void {
    for (const linkId of this.#links.keys()) this.#options.calls.say(linkId, message);
  }

  sayMedia(): void {
    for (const link of this.#links.values()) link.sayMedia();
  }

  /** What comes now is not what they were offered. */
  replaceAll(): void {
    // Those that take their places are links of the same list.
    const replaced = [...this.#links.keys()];
    for (const linkId of replaced) this.#options.calls.replace(linkId);
  }

  /** The node is back, with these handles. */
  claimed(node: RelayNode, { handles }: Pick<RoomSession, 'handles'>): void {
    for (const link of this.#links.values()) if (link.node === node) link.claimed(handles.get(link.linkId));
  }

  close(): void {
    this.#lowering?.();
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
    if (this.#digest === undefined) return;
    this.#digest();
    this.#digest = undefined;
    // The presenter would count those of the last digest for ever.
    this.#options.calls.report(digestOf([], 0));
  }

  #failed({ linkId }: WatchedLink, reason: unknown): void {
    const { log, clock, calls, policy } = this.#options;
    log.debug({ err: reason, link: linkId }, 'a link of the relay has failed');
    // Not at once: what has failed may fail again.
    clock.after(policy.againMs, () => calls.replace(linkId));
  }

  /** More is asked for at once, less only when nobody has needed it for a while. */
  #requestLayers(): void {
    const { clock, policy } = this.#options;
    const needed = this.#needed();
    if (needed >= this.#requested) {
      this.#lowering?.();
      this.#lowering = undefined;
      if (needed > this.#requested) this.#request(needed);
      return;
    }
    this.#lowering ??= clock.after(policy.layers.unneededMs, () => {
      this.#lowering = undefined;
      if (this.#needed() < this.#requested) this.#request(this.#needed());
    });
  }

  #request(highest: number): void {
    const { calls, top } = this.#options;
    this.#requested = highest;
    const level = levelOf(highest + BEST - top());
    calls.requestLayers([{ codec: 'vp8', highest: level }]);
  }

  #needed(): number {
    let needed = 0;
    for (const { layer } of this.#links.values()) needed = Math.max(needed, layer ?? 0);
    return needed;
  }

  #report(): void {
    const { clock, policy, calls } = this.#options;
    this.#digest = this.#links.size > 0 ? clock.after(policy.digestMs, () => this.#report()) : undefined;
    calls.report(digestOf([...this.#links.values()], policy.digestNamed));
  }
}

const levelOf = (level: number): 0 | 1 | 2 => (level <= 0 ? 0 : level === 1 ? 1 : 2);

function digestOf(links: readonly WatchedLink[], named: number): RelayDigest {
  const layers = [0, 0, 0];
  for (const { layer } of links) if (layer !== null) layers[layer] = (layers[layer] ?? 0) + 1;
  return {
    watchers: links.length,
    playing: links.filter(({ report }) => report !== null && report.fps > 0).length,
    layers,
    freezes: links.reduce((sum, link) => sum + link.countFreezes(), 0),
    first: links.slice(0, named).map(({ watcherId, report }) => ({ watcherId, report })),
  };
}
