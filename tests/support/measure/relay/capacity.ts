/**
 * What each watcher of the relay costs Janus, and beside it what one costs at a mountpoint that
 * somebody else would have made: fed with the same stream, in the same run.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { RoomId } from '@lectern/protocol';
import pino from 'pino';
import * as z from 'zod/mini';
import { JanusConnection } from '../../../../signaling-server/src/relay/janus/connection.ts';
import { JanusSession } from '../../../../signaling-server/src/relay/janus/session.ts';
import { MountpointViewer } from '../../../../signaling-server/src/relay/janus/streaming.ts';
import { RoomPublisher } from '../../../../signaling-server/src/relay/janus/video-room.ts';
import { mountpointId, opaqueIdOf } from '../../../../signaling-server/src/relay/names.ts';
import { Relay } from '../../../../signaling-server/src/relay/relay.ts';
import { relay as policy } from '../../../../signaling-server/src/relay-policy.ts';
import type { WantedRoom } from '../../../../signaling-server/src/relay/rebuild/wanted.ts';
import { startJanus, type JanusServer } from '../../machine/janus.ts';
import { readProcessMemory } from '../../machine/process-memory.ts';
import { measureProcessors, startBusy } from '../../machine/process-tree.ts';
import { slope } from '../statistics.ts';
import { until } from '../until.ts';
import { LightPeers } from './light-peers.ts';
import { FULL_PCT } from './full-machine.ts';

/** The best layer is what watchers get: 1280×720. */
const LAYERS_KBPS = [150, 500, 1_500];
const BEST_KBPS = 1_500;
const LINK = 'publishing';
const roomId = RoomId.parse('c'.repeat(20));
/** This machine may be busy. */
const patient = { ...policy, connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 };
/** Of packets: beyond it, what is measured is not the whole work. */
const MOST_LOST_PCT = 2;
const SETTLE_MS = 2_000;

export interface WatcherCost {
  readonly watchersPerCore: number;
  readonly kbPerWatcher: number;
}

/** A stream at a Janus; each call of `watch` gives the offer to one more watcher. */
interface Source {
  readonly watch: () => Promise<{ readonly offer: string; readonly start: (answer: string) => Promise<void> }>;
  readonly close: () => void;
}

/** As the service does it: publisher, encrypted forwards of each layer, mountpoint. */
async function relayed(janus: JanusServer, sender: LightPeers): Promise<Source> {
  const { url, secret } = janus;
  const relay = new Relay({
    setting: { origin: url, edges: [], secret, restart: { by: 'platform' } },
    tokenSecret: Buffer.from('of this measurement'),
    isAlone: true,
    policy: patient,
    log: pino({ level: 'silent' }),
  });
  await until('Janus is reached', () => relay.origin.state.type === 'here');
  const names = relay.names.of(roomId);
  const wanted: WantedRoom = {
    names,
    origin: relay.origin.name,
    audio: { codec: 'opus', payloadType: 111 },
    videos: { v: { codec: 'vp8', payloadType: 96 }, w: { codec: 'av1', payloadType: 45 } },
    publisher: null,
    edges: [relay.origin.name],
  };
  relay.want(wanted);
  await until('the room is there', () => relay.found.get(relay.origin.name)?.rooms.has(names.room) === true);
  const { session } = await relay.origin.openSession(names, () => undefined);
  const publisher = new RoomPublisher(await session.attach('videoroom', opaqueIdOf(names.room, LINK)));
  const offer = await sender.publish(LAYERS_KBPS);
  const { answer } = await publisher.publish({ room: names.room, publisher: LINK, offer });
  await sender.accept(answer);
  relay.want({ ...wanted, publisher: { id: LINK, audio: '0', layers: { v: ['1', '2', '3'], w: [] } } });
  const forwards = () => relay.origin.control?.rooms.forwards(names.room, names.secret) ?? Promise.resolve([]);
  await until('all layers are forwarded', async () => (await forwards()).length === 1 + LAYERS_KBPS.length);
  let watchers = 0;
  return {
    watch: async () => {
      watchers += 1;
      const opaqueId = opaqueIdOf(names.room, String(watchers));
      const viewer = new MountpointViewer(await session.attach('streaming', opaqueId));
      const { fallbackMs } = policy;
      const sdp = await viewer.watch({ id: mountpointId(names.room), video: 'v', layer: 2, fallbackMs });
      return { offer: sdp, start: (text) => viewer.start(text) };
    },
    close: () => relay.close(),
  };
}

const Anything = z.looseObject({});
const Ports = z.object({ info: z.object({ media: z.array(z.object({ mid: z.string(), port: z.number() })) }) });

/** A mountpoint with one picture, fed by plain RTP. */
async function bare(janus: JanusServer, sender: LightPeers): Promise<Source> {
  const own: { session?: JanusSession } = {};
  const connection = await JanusConnection.open(
    { url: janus.url, api: 'api', secret: janus.secret, policy: patient },
    { message: (message) => own.session?.receive(message), lost: () => undefined },
  );
  const session = (own.session = await JanusSession.create({
    connection,
    policy: { keepAliveMs: 5_000 },
    onEnded: () => undefined,
  }));
  const handle = await session.attach('streaming', 'bare/mountpoint');
  const media = [
    { type: 'audio', mid: 'a', port: 0, pt: 111, codec: 'opus' },
    { type: 'video', mid: 'v', port: 0, pt: 96, codec: 'vp8' },
  ];
  await handle.message(Anything, { request: 'create', admin_key: janus.secret, type: 'rtp', id: 'bare', media });
  const { data } = await handle.message(Ports, { request: 'info', id: 'bare' });
  const portOf = (mid: string): number => data.info.media.find((each) => each.mid === mid)?.port ?? 0;
  await sender.sendPlain(BEST_KBPS, { sound: portOf('a'), picture: portOf('v') });
  let watchers = 0;
  return {
    watch: async () => {
      watchers += 1;
      const watcher = await session.attach('streaming', `bare/${String(watchers)}`);
      const { description } = await watcher.message(Anything, { request: 'watch', id: 'bare' });
      const start = async (sdp: string): Promise<void> => {
        await watcher.message(Anything, { request: 'start' }, { type: 'answer', sdp });
      };
      return { offer: description?.sdp ?? '', start };
    },
    close: () => connection.close(),
  };
}

export const sources = { relay: relayed, bare } as const;

/** `event_loops` of each Janus is what `build/janus` sets. Null where the machine was full or packets were lost. */
export async function measureWatcherCost(
  kind: keyof typeof sources,
  {
    counts,
    ms,
    print,
  }: { readonly counts: readonly number[]; readonly ms: number; readonly print: (line: string) => void },
): Promise<WatcherCost | null> {
  await using open = new AsyncDisposableStack();
  const janus = open.adopt(await startJanus({ peers: Math.max(...counts) + 20 }), (server) => server.close());
  const sender = open.adopt(new LightPeers(), (peers) => peers.close());
  const receivers = open.adopt(new LightPeers(), (peers) => peers.close());
  const source = await sources[kind](janus, sender);
  open.defer(() => source.close());
  const [cpu, memory]: [[number, number][], [number, number][]] = [[], []];
  let watchers = 0;
  let isWhole = true;
  for (const count of counts) {
    for (; watchers < count; watchers += 1) {
      const { offer, start } = await source.watch();
      await start(await receivers.receive(offer));
    }
    await until(`${String(count)} receivers are connected`, async () => (await receivers.count()).connected === count);
    await pause(SETTLE_MS);
    const [busy, sentBefore, before] = [await startBusy(), await sender.count(), await receivers.count()];
    const used = await measureProcessors({ janus: janus.pid(), receivers: receivers.pid }, ms);
    const [busyPct, sentAfter, after] = [await busy(), await sender.count(), await receivers.count()];
    const { all: mb } = await readProcessMemory(janus.pid());
    cpu.push([count, used.janus]);
    memory.push([count, mb * 1_024]);
    const lostPct = 100 * (1 - (after.packets - before.packets) / (count * (sentAfter.sent - sentBefore.sent)));
    isWhole &&= busyPct < FULL_PCT && lostPct < MOST_LOST_PCT;
    print(
      `${kind}, ${String(count)} watchers: Janus ${used.janus.toFixed(1)} % of a core and ${mb.toFixed(0)} MB, receivers ` +
        `${used.receivers.toFixed(0)} %, ${lostPct.toFixed(1)} % of packets lost, machine ${busyPct.toFixed(0)} % busy`,
    );
  }
  const [pctEach, kbEach] = [slope(cpu), slope(memory)];
  if (!isWhole || pctEach === null || kbEach === null || pctEach <= 0) return null;
  return { watchersPerCore: 100 / pctEach, kbPerWatcher: kbEach };
}
