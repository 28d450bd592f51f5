/**
 * Watches all connected links. The picture of a link on which nothing arrives is held, and goes on
 * with a key frame in the moment in which packets flow again; a link on which nothing leaves is
 * repaired. Statistics cost about 0.7 ms for each link, so a tick reads only a few: those that have
 * been quiet for longest.
 */
import { Bucket } from '@lectern/protocol';
import { Machine } from '@lectern/state';
import loglevel from 'loglevel';
import {
  LINK_READING,
  LINK_START_MS,
  PICTURE_REPAIRS,
  REPAIR_PACE,
  SOUND_REPAIRS,
  type LinkRepair,
} from '../../policy/links.ts';
import {
  newFlow,
  stepFlow,
  stoodMs,
  type FlowReading,
  type FlowRepair,
  type FlowState,
} from '../../standstill/flow-step.ts';
import type { LinkVitals, StreamKind } from './link-vitals.ts';
import { newPath, stepPath, type PathEffect, type PathEvent, type PathState } from './path-step.ts';
import { isShared } from './shared-standstill.ts';

const log = loglevel.getLogger('link');

export interface WatchedLink {
  readonly linkId: string;
  /** Its statistics; rejects while its connection has none. */
  readVitals(): Promise<LinkVitals>;
  /** Whether it should leave now. */
  sends(stream: StreamKind): boolean;
  /**
   * What there is to send, as a count that grows; null where the track of the connection says it.
   */
  source(stream: StreamKind): number | null;
  holdPicture(): void;
  resumePicture(): void;
  /** `stream` does not leave, although it should. */
  repair(stream: StreamKind, repair: LinkRepair): void;
}

type FlowMachine = Machine<FlowState, FlowReading, FlowRepair<LinkRepair>>;

interface Watched {
  readonly link: WatchedLink;
  readonly path: Machine<PathState, PathEvent, PathEffect>;
  readonly streams: Readonly<Record<StreamKind, FlowMachine>>;
  readonly addedAtMs: number;
  /** What should have left at the last reading. */
  readonly expected: Record<StreamKind, boolean>;
  /** When the browser had made the last report. */
  countedAtMs: number;
  /** It could not be read before. */
  notBeforeMs: number;
}

const kinds = ['picture', 'sound'] as const;

export class LinkWatch {
  /** Those that were read least recently come first. */
  readonly #watched = new Map<WatchedLink, Watched>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** New writers and links, which a machine without time cannot afford. */
  readonly #repairs = new Bucket(REPAIR_PACE, () => performance.now());
  #tickedAtMs = 0;
  /** The count of some link has grown. */
  #hasCounted = false;
  /** How many links in trouble the next tick reads. They often heal together. */
  #troubledReads: number = LINK_READING.troubled.first;

  /** From now on: its connection is up. */
  add(link: WatchedLink): void {
    if (this.#watched.has(link)) return;
    if (this.#watched.size === 0) this.#tickedAtMs = performance.now();
    this.#watched.set(link, this.#watch(link));
    this.#timer ??= setTimeout(() => void this.#tick(), LINK_READING.intervalMs);
  }

  remove(link: WatchedLink): void {
    this.#watched.delete(link);
    if (this.#watched.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Its watcher has sent a message, which shows without any reading that the path works. */
  noteMessage(link: WatchedLink): void {
    this.#watched.get(link)?.path.dispatch({ type: 'message-received', atMs: performance.now() });
  }

  async #tick(): Promise<void> {
    this.#noteLostTime();
    const troubled = this.#inTrouble().slice(0, this.#troubledReads);
    const silent = troubled.filter(isSilent);
    await Promise.all([...troubled, ...this.#quietest(troubled)].map((one) => this.#read(one)));
    const haveHealed = silent.some((one) => !isSilent(one));
    const { first, most } = LINK_READING.troubled;
    this.#troubledReads = haveHealed ? Math.min(most, this.#troubledReads * 2) : first;
    // Where one has healed, others have as well.
    const nextInMs = haveHealed && this.#inTrouble().some(isSilent) ? 0 : LINK_READING.intervalMs;
    // All links may have gone meanwhile, and others may have come.
    clearTimeout(this.#timer);
    this.#timer = this.#watched.size > 0 ? setTimeout(() => void this.#tick(), nextInMs) : undefined;
  }

  /** A tick that comes late, also because the readings of the last one took long. */
  #noteLostTime(): void {
    const nowMs = performance.now();
    const isLate = nowMs - this.#tickedAtMs > LINK_READING.intervalMs + LINK_READING.lateMs;
    this.#tickedAtMs = nowMs;
    if (!isLate) return;
    for (const { path, streams } of this.#watched.values()) {
      path.dispatch({ type: 'time-lost', atMs: nowMs });
      for (const kind of kinds) {
        const { source, sent } = streams[kind].state.get();
        streams[kind].dispatch({ type: 'flow-read', atMs: nowMs, isExpected: false, source, sent });
      }
    }
  }

  #inTrouble(): Watched[] {
    return [...this.#watched.values()].filter((one) => isSilent(one) || hasStopped(one));
  }

  /** The links that have shown no sign of life for longest. */
  #quietest(but: readonly Watched[]): Watched[] {
    const nowMs = performance.now();
    const aliveAtMs = ({ path }: Watched): number => path.state.get().aliveAtMs;
    return [...this.#watched.values()]
      .filter((one) => !isSilent(one) && !but.includes(one) && one.notBeforeMs <= nowMs)
      .filter((one) => aliveAtMs(one) <= nowMs - LINK_READING.restMs)
      .toSorted((a, b) => aliveAtMs(a) - aliveAtMs(b))
      .slice(0, LINK_READING.healthy);
  }

  async #read(one: Watched): Promise<void> {
    const { link, path, streams } = one;
    this.#watched.delete(link);
    this.#watched.set(link, one);
    const vitals = await this.#vitalsOf(link);
    if (!this.#watched.has(link)) return;
    const atMs = performance.now();
    if (vitals?.received === undefined) {
      one.notBeforeMs = atMs + LINK_READING.failedMs;
      return;
    }
    const { received, checks, countedAtMs } = vitals;
    const isNew = countedAtMs === 0 || countedAtMs > one.countedAtMs;
    one.countedAtMs = countedAtMs;
    if (!isNew) return;
    const before = path.state.get().received;
    this.#hasCounted ||= before !== undefined && before !== received;
    // A browser that does not count what arrives would seem to have no path.
    if (this.#hasCounted || before === undefined) path.dispatch({ type: 'statistics-read', received, checks, atMs });
    const isFlowing = path.state.get().name === 'flowing';
    for (const kind of kinds) {
      const { source, sent } = vitals[kind];
      const hasBegun = sent > 0 || atMs - one.addedAtMs >= LINK_START_MS;
      one.expected[kind] = isFlowing && hasBegun && link.sends(kind);
      streams[kind].dispatch({
        type: 'flow-read',
        atMs,
        isExpected: one.expected[kind] && !isShared(this.#othersOf(one, kind), streams[kind].state.get(), atMs),
        source: link.source(kind) ?? source,
        sent,
      });
    }
  }

  #othersOf(one: Watched, kind: StreamKind): FlowState[] {
    const others = [...this.#watched.values()].filter((other) => other !== one && other.expected[kind]);
    return others.map(({ streams }) => streams[kind].state.get());
  }

  async #vitalsOf(link: WatchedLink): Promise<LinkVitals | undefined> {
    try {
      return await link.readVitals();
    } catch (error) {
      log.debug(`link ${link.linkId}: its statistics could not be read:`, error);
      return undefined;
    }
  }

  #watch(link: WatchedLink): Watched {
    const nowMs = performance.now();
    return {
      link,
      path: pathOf(link, nowMs),
      streams: { picture: this.#flowOf(link, 'picture', nowMs), sound: this.#flowOf(link, 'sound', nowMs) },
      addedAtMs: nowMs,
      expected: { picture: false, sound: false },
      countedAtMs: 0,
      notBeforeMs: 0,
    };
  }

  #flowOf(link: WatchedLink, stream: StreamKind, nowMs: number): FlowMachine {
    return new Machine<FlowState, FlowReading, FlowRepair<LinkRepair>>({
      initial: newFlow(nowMs),
      step: stepFlow<LinkRepair>(ladders[stream]),
      perform: ({ repair }) => {
        const mayRepair = repair === 'key-frame' || this.#repairs.tryConsume();
        log.warn(
          `link ${link.linkId}: its ${stream} does not leave; ${mayRepair ? 'repaired by' : 'too soon for'}: ${repair}`,
        );
        if (mayRepair) link.repair(stream, repair);
      },
    });
  }
}

const ladders = { picture: PICTURE_REPAIRS, sound: SOUND_REPAIRS };

const isSilent = ({ path }: Watched): boolean => path.state.get().name === 'silent';

const hasStopped = ({ streams }: Watched): boolean =>
  [streams.picture, streams.sound].some(({ state }) => stoodMs(state.get()) >= LINK_READING.stoppedMs);

const pathOf = (link: WatchedLink, nowMs: number): Watched['path'] =>
  new Machine<PathState, PathEvent, PathEffect>({
    initial: newPath(nowMs),
    step: stepPath,
    perform: ({ type }) => {
      log.info(`link ${link.linkId}: ${type === 'hold-picture' ? 'nothing arrives' : 'packets flow again'}`);
      if (type === 'hold-picture') link.holdPicture();
      else link.resumePicture();
    },
  });
