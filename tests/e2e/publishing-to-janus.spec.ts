/**
 * The publishing link against the real Janus: it is answered as it is, every layer reaches the port of its own,
 * and a watcher of the mountpoint gets each of them.
 */
import { RoomId } from '@lectern/protocol';
import { expect, test, type Page } from '@playwright/test';
import pino from 'pino';
import { MountpointViewer } from '../../signaling-server/src/relay/janus/streaming.ts';
import { RoomPublisher } from '../../signaling-server/src/relay/janus/video-room.ts';
import { mountpointId, opaqueIdOf } from '../../signaling-server/src/relay/names.ts';
import { Relay } from '../../signaling-server/src/relay/relay.ts';
import { relay as policy } from '../../signaling-server/src/relay-policy.ts';
import type { WantedRoom } from '../../signaling-server/src/relay/rebuild/wanted.ts';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { useEnginePage } from '../support/drive/engine-page.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { requires } from '../support/machine/requirements.ts';

const picture = { width: 960, height: 540, shade: 120 };
const WIDTHS = [240, 480, 960] as const;
/** Layers have even sides, so the lowest one is a little smaller. */
const WIDTH_TOLERANCE = 8;
const SOON = { timeout: 40_000 };
const roomId = RoomId.parse('b'.repeat(20));
const LINK = 'publishing';
const REQUESTS = 8;
/** Janus passes on one request a second for each medium. */
const JANUS_PASSES_ON_MS = 1_200;

let janus: JanusServer;
let relay: Relay;

for (const [name, runtime] of Object.entries(bothRuntimes)) {
  for (const sending of ['once', 'each'] as const) {
    test.describe(`${name}, encoding ${sending}`, () => {
      requires('janus');
      let page: Page;
      useEnginePage(runtime, { sending, picture }, (opened) => {
        page = opened;
      });
      test.beforeEach(async () => {
        janus = await startJanus();
        relay = relayOf(janus);
        await expect.poll(() => relay.origin.state.type, SOON).toBe('here');
      });
      test.afterEach(async () => {
        relay.close();
        await janus.close();
      });

      test('a watcher of the mountpoint gets each layer, and the sound', async () => {
        test.setTimeout(240_000);
        const { viewer } = await publishAndWatch(page);
        const seen = async () => await page.evaluate(() => window.relay.facts());
        await expect.poll(async () => (await seen()).frames, SOON).toBeGreaterThan(10);
        // Debian's own encoders may make less of it where processor time is short.
        const layers = sending === 'once' ? ([2, 0, 1, 2] as const) : ([0] as const);
        for (const layer of layers) {
          await viewer.chooseLayer('v', layer);
          const offBy = async () => Math.abs((await seen()).width - WIDTHS[layer]);
          if (sending === 'once') await expect.poll(offBy, SOON).toBeLessThanOrEqual(WIDTH_TOLERANCE);
          const { frames } = await seen();
          await expect.poll(async () => (await seen()).frames, SOON).toBeGreaterThan(frames + 10);
        }
        expect((await seen()).audioEnergy).toBeGreaterThan(0.001);
      });
      if (sending === 'once') {
        test('each request for a key frame that Janus passes on costs one', async () => {
          test.setTimeout(240_000);
          const { publisher, layers } = await publishAndWatch(page);
          const seen = async () => await page.evaluate(() => window.relay.facts());
          await expect.poll(async () => (await seen()).frames, SOON).toBeGreaterThan(30);
          const before = (await seen()).keyFrames;
          for (let i = 0; i < REQUESTS; i += 1) {
            await publisher.requestKeyFrame(layers[0] ?? '');
            await page.waitForTimeout(JANUS_PASSES_ON_MS);
          }
          const made = (await seen()).keyFrames - before;
          expect(made).toBeGreaterThanOrEqual(REQUESTS - 1);
          // Nearly twice as many where each is noticed twice.
          expect(made).toBeLessThan(REQUESTS * 1.5);
        });
      }
    });
  }
}

function relayOf({ url, secret }: JanusServer): Relay {
  return new Relay({
    setting: { origin: url, edges: [], secret, restart: { by: 'platform' } },
    tokenSecret: Buffer.from('of this test'),
    isAlone: true,
    policy: { ...policy, connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 },
    log: pino({ level: 'silent' }),
  });
}

/** As the service does it: the room, the publisher, its forwards, then a watcher. */
async function publishAndWatch(page: Page) {
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
  await expect.poll(() => relay.found.get(relay.origin.name)?.rooms.has(names.room), SOON).toBe(true);
  const { sdp, mids } = await page.evaluate(async () => {
    window.relay = window.engine.publishAway();
    return await window.relay.offer();
  });
  const { session } = await relay.origin.openSession(names, () => undefined);
  const publisher = new RoomPublisher(await session.attach('videoroom', opaqueIdOf(names.room, LINK)));
  const { answer } = await publisher.publish({ room: names.room, publisher: LINK, offer: sdp });
  await page.evaluate((text) => window.relay.accept(text), answer);
  const [audio = '', ...layers] = mids;
  relay.want({ ...wanted, publisher: { id: LINK, audio, layers: { v: layers, w: [] } } });
  const forwards = async () => await relay.origin.control?.rooms.forwards(names.room, names.secret);
  await expect.poll(forwards, SOON).toHaveLength(1 + WIDTHS.length);
  const viewer = new MountpointViewer(await session.attach('streaming', opaqueIdOf(names.room, 'watcher')));
  const offer = await viewer.watch({ id: mountpointId(names.room), video: 'v', layer: 2, fallbackMs: 2_000 });
  await viewer.start(await page.evaluate((text) => window.relay.watch(text), offer));
  return { viewer, publisher, layers };
}
