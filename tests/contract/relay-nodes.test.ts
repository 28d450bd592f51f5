/** The relay over real Janus nodes: which it uses, what it does when they die, and what the next service finds. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RoomId } from '@lectern/protocol';
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { relay as policy } from '../../signaling-server/src/relay-policy.ts';
import { mountpointId, opaqueIdOf } from '../../signaling-server/src/relay/names.ts';
import { RoomPublisher, type Forward } from '../../signaling-server/src/relay/janus/video-room.ts';
import { Relay, type RelaySetting } from '../../signaling-server/src/relay/relay.ts';
import type { WantedPublisher, WantedRoom } from '../../signaling-server/src/relay/rebuild/wanted.ts';
import { prepareJanus, startJanus, type JanusServer } from '../support/machine/janus.ts';
import { publisherOffer } from '../support/service/publisher-offer.ts';

const TOKEN_SECRET = Buffer.from('of this test');
const roomId = RoomId.parse('a'.repeat(20));
const SOON = { timeout: 60_000 };
/** This machine may be busy: only what has died is away. */
const patient = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000, refusedRetryMs: 100 };

const servers: JanusServer[] = [];
const relays: Relay[] = [];
afterEach(async () => {
  for (const relay of relays.splice(0)) relay.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function janus(options?: Parameters<typeof startJanus>[0]): Promise<JanusServer> {
  const server = await startJanus(options);
  servers.push(server);
  return server;
}

interface Opened {
  readonly relay: Relay;
  readonly lines: string[];
}

function open(
  origin: JanusServer,
  { edges = [], ...setting }: { readonly edges?: readonly JanusServer[] } & Partial<Omit<RelaySetting, 'edges'>> = {},
  changes: Partial<typeof policy> = {},
): Opened {
  const lines: string[] = [];
  const relay = new Relay({
    setting: {
      origin: origin.url,
      edges: edges.map(({ url }) => url),
      secret: origin.secret,
      restart: { by: 'platform' },
      ...setting,
    },
    tokenSecret: TOKEN_SECRET,
    isAlone: true,
    policy: { ...policy, ...patient, ...changes },
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
  });
  relays.push(relay);
  return { relay, lines };
}

const stateOf = ({ relay }: Opened): string => relay.origin.state.type;
const isHere = (opened: Opened) => expect.poll(() => stateOf(opened), SOON).toBe('here');
const reasonOf = ({ relay }: Opened): string => ('reason' in relay.origin.state ? relay.origin.state.reason : '');

function wantedOf({ origin, edges, names }: Relay): WantedRoom {
  return {
    names: names.of(roomId),
    origin: origin.name,
    audio: { codec: 'opus', payloadType: 111 },
    videos: { v: { codec: 'vp8', payloadType: 96 }, w: { codec: 'av1', payloadType: 45 } },
    publisher: publisherOf('presenter'),
    edges: edges.map(({ name }) => name),
  };
}

const publisherOf = (id: string): WantedPublisher => ({
  id,
  audio: '0',
  layers: { v: ['1', '2', '3'], w: ['4', '5', '6'] },
});

/** Joins as the room's presenter does. The peer connection itself is not needed for forwards. */
async function publish({ origin, names }: Relay, link = 'presenter'): Promise<void> {
  const { session } = await origin.openSession(names.of(roomId), () => undefined);
  const { room } = names.of(roomId);
  const handle = await session.attach('videoroom', opaqueIdOf(room, link));
  await new RoomPublisher(handle).publish({ room, publisher: link, offer: publisherOffer() });
}

async function forwardsOf({ origin, names }: Relay): Promise<readonly Forward[]> {
  const { room, secret } = names.of(roomId);
  return (await origin.control?.rooms.forwards(room, secret)) ?? [];
}

/** Sound, and three layers in each of two codecs. */
const ALL = 7;

/** By node: the ports of the room's mountpoint there, as the last look has found them. */
const portsOf = ({ edges, found, names }: Relay) =>
  edges.map(({ name }) => {
    const id = mountpointId(names.of(roomId).room);
    return found
      .get(name)
      ?.mountpoints.get(id)
      ?.media.flatMap(({ port, port2, port3 }) => [port, port2, port3].filter((each) => each !== null));
  });

describe.skipIf(systemPrograms.janus.find() === undefined)('with Janus', { timeout: 180_000 }, () => {
  test('one with the configuration that we ship is used, and its log has no secret', async () => {
    const server = await janus();
    const opened = open(server);
    await isHere(opened);
    expect(opened.relay.origin.state).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown });
    // Its log is without errors but those of the trials.
    const errors = server.log().match(/\[(ERR|FATAL)\].*/g) ?? [];
    expect(errors.filter((line) => !/lectern-trial|wrong admin_key/.test(line))).toEqual([]);
    expect(`${opened.lines.join('')}${server.log()}`).not.toContain(server.secret);
  });

  /**
   * As Janus runs where its main file has a mistake: only its folders are known. What it loads stays as it
   * is, since one in three crashes while it unloads plugins that have no configuration.
   */
  const onDefaults = (text: string): string => `general: {\n\t@FOLDERS@\n}\n${text.slice(text.indexOf('plugins: {'))}`;
  const broken = (): string => 'general: {\n';
  test.each([
    ['janus.jcfg', onDefaults, /not loaded the configuration.*MyJanusInstance.*needs no secret/],
    ['janus.plugin.streaming.jcfg', broken, /not loaded the configuration.*the streaming plugin/],
    ['janus.plugin.videoroom.jcfg', broken, /not loaded the configuration.*the videoroom plugin/],
  ])('with a mistake in %s, Janus runs on its defaults and is refused', async (file, change, reason) => {
    const server = await janus({ change: (name, text) => (name === file ? change(text) : text) });
    const opened = open(server);
    await expect.poll(() => reasonOf(opened), SOON).toMatch(reason);
    expect(stateOf(opened)).toBe('refused');
  });

  test('one with another secret is refused, and used as soon as it has the right one', async () => {
    const server = await janus();
    const opened = open(server, { secret: 'x'.repeat(40) });
    await expect.poll(() => reasonOf(opened), SOON).toBe('its API has another secret');
    const right = open(server);
    await isHere(right);
  });

  test('what a node loses when it is killed is there again when it is back', async () => {
    const origin = await janus();
    const edge = await janus({ secret: origin.secret });
    const opened = open(origin, { edges: [edge] });
    await isHere(opened);
    const { relay } = opened;
    relay.want(wantedOf(relay));
    await expect.poll(() => portsOf(relay), SOON).toEqual([expect.any(Array)]);
    await publish(relay);
    relay.rebuild();
    await expect.poll(() => forwardsOf(relay), SOON).toHaveLength(ALL);

    await edge.kill();
    await expect.poll(() => relay.edges[0]?.state.type, SOON).toBe('away');
    expect(await forwardsOf(relay)).toHaveLength(ALL);
    await edge.start();
    await expect.poll(() => portsOf(relay), SOON).toEqual([expect.any(Array)]);
    await expect.poll(() => forwardsOf(relay), SOON).toHaveLength(ALL);

    const ports = portsOf(relay);
    await origin.kill();
    await expect.poll(() => relay.origin.state.type, SOON).toBe('away');
    await origin.start();
    await expect.poll(() => relay.origin.state.type, SOON).toBe('here');
    const { room } = relay.names.of(roomId);
    await expect.poll(() => relay.found.get(relay.origin.name)?.rooms.has(room), SOON).toBe(true);
    await publish(relay);
    relay.rebuild();
    await expect.poll(() => forwardsOf(relay), SOON).toHaveLength(ALL);
    // Watchers of the edge notice nothing but the pause.
    expect(portsOf(relay)).toEqual(ports);
  });

  test('the next service finds everything as it was, and one that wants it no more removes it', async () => {
    const server = await janus();
    const first = open(server);
    await isHere(first);
    first.relay.want(wantedOf(first.relay));
    await expect.poll(() => portsOf(first.relay), SOON).toEqual([expect.any(Array)]);
    await publish(first.relay);
    first.relay.rebuild();
    await expect.poll(() => forwardsOf(first.relay), SOON).toHaveLength(ALL);
    const ports = portsOf(first.relay);
    const before = await forwardsOf(first.relay);
    first.relay.close();

    const second = open(server);
    await isHere(second);
    second.relay.want(wantedOf(second.relay));
    const names = second.relay.names.of(roomId);
    const { handles } = await second.relay.origin.openSession(names, () => undefined);
    expect([...handles.keys()]).toEqual(['presenter']);
    await expect.poll(() => portsOf(second.relay), SOON).toEqual(ports);
    expect(await forwardsOf(second.relay)).toEqual(before);

    // Another link of the presenter takes over: to the same ports, alone, and with streams that are new to them.
    await publish(second.relay, 'next');
    second.relay.want({ ...wantedOf(second.relay), publisher: publisherOf('next') });
    const nextAlone = async () => (await forwardsOf(second.relay)).map(({ publisher }) => publisher);
    await expect.poll(nextAlone, SOON).toEqual(Array.from({ length: ALL }, () => 'next'));
    const after = await forwardsOf(second.relay);
    expect(new Set(after.map(({ port }) => port))).toEqual(new Set(before.map(({ port }) => port)));
    expect(new Set([...before, ...after].map(({ ssrc }) => ssrc)).size).toBe(2 * ALL);
    expect(portsOf(second.relay)).toEqual(ports);

    second.relay.end(names.room);
    await expect.poll(() => second.relay.origin.control?.rooms.list(), SOON).toEqual([]);
    await expect.poll(() => second.relay.origin.control?.mountpoints.list(), SOON).toEqual([]);
  });

  test('what nobody wants any more is removed after a time, and other things are left alone', async () => {
    const server = await janus();
    const first = open(server);
    await isHere(first);
    first.relay.want(wantedOf(first.relay));
    await expect.poll(() => portsOf(first.relay), SOON).toEqual([expect.any(Array)]);
    const strange = { room: 'of-somebody-else', secret: 'a' };
    await first.relay.origin.control?.rooms.create(strange);
    first.relay.close();
    const second = open(server, {}, { leftoverMs: 200, lookEveryMs: 50 });
    await isHere(second);
    await expect.poll(() => second.relay.origin.control?.mountpoints.list(), SOON).toEqual([]);
    await expect.poll(() => second.relay.origin.control?.rooms.list(), SOON).toEqual([strange.room]);
  });

  test('the service starts the Janus beside it, again when it ends or hangs, and leaves it when it stops itself', async () => {
    const server = await prepareJanus();
    servers.push(server);
    const folder = mkdtempSync(join(tmpdir(), 'lectern-relay-'));
    const pidFile = join(folder, 'pid');
    const program = `${pidFile}.sh`;
    writeFileSync(program, `#!/bin/sh\necho $$ > '${pidFile}'\nexec '${server.program}' > /dev/null 2>&1\n`);
    chmodSync(program, 0o700);
    const pid = (): number => Number(readPid(pidFile));
    const opened = open(
      server,
      { restart: { by: 'service', program } },
      { startedWithinMs: 30_000, hangsAfterMs: 200, pongWithinMs: 2_000, connectWithinMs: 2_000 },
    );
    try {
      await isHere(opened);
      const first = pid();
      process.kill(first, 'SIGKILL');
      await expect.poll(() => stateOf(opened) === 'here' && pid() !== first, SOON).toBe(true);
      const second = pid();
      process.kill(second, 'SIGSTOP');
      await expect.poll(() => stateOf(opened) === 'here' && pid() !== second, SOON).toBe(true);
      const third = pid();
      opened.relay.close();
      const next = open(server, { restart: { by: 'service', program } });
      await isHere(next);
      expect(pid()).toBe(third);
    } finally {
      opened.relay.close();
      process.kill(pid(), 'SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});

const readPid = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
