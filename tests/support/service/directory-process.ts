/**
 * A process that holds a place in the directory, so that it can be stopped like an instance whose
 * machine stalls. Started by `startDirectoryProcess`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { RoomId } from '@lectern/protocol';
import pino from 'pino';
import { newInstanceId } from '../../../signaling-server/src/cluster/instance.ts';
import { RoomTags } from '../../../signaling-server/src/cluster/room-tags.ts';
import { DirectoryScripts } from '../../../signaling-server/src/cluster/redis/directory-scripts.ts';
import { RedisConnection, type RedisSetting } from '../../../signaling-server/src/cluster/redis/redis-connection.ts';
import { RedisDirectory } from '../../../signaling-server/src/cluster/redis/redis-directory.ts';
import { startClock } from '../../../signaling-server/src/system-clock.ts';

/** It checks every few milliseconds: a gap this long means that it was stopped. */
const STOPPED_MS = 2_000;

interface Start {
  readonly setting: RedisSetting;
  readonly secret: string;
  readonly rooms: readonly string[];
}

export interface DirectoryProcess {
  readonly id: string;
  /**
   * What it has reported, in order: `lost`, `back`, `taken`; after a stop `asked` (its first room
   * is no longer its own) or `went on`.
   */
  readonly reports: readonly string[];
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void;
  close(): Promise<void>;
}

export async function startDirectoryProcess(start: Start): Promise<DirectoryProcess> {
  const child = fork(import.meta.filename, [], { execArgv: [] });
  const reports: string[] = [];
  child.send(start);
  const [id] = (await once(child, 'message')) as [string];
  child.on('message', (report) => reports.push(report as string));
  return {
    id,
    reports,
    signal: (signal) => void child.kill(signal),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function hold({ setting, secret, rooms }: Start): Promise<void> {
  const log = pino({ level: 'silent' });
  const redis = new RedisConnection(setting, log);
  await new Promise<void>((resolve) => redis.watch({ here: resolve, away: () => undefined }));
  const self = newInstanceId();
  const directory = new RedisDirectory({
    self,
    scripts: new DirectoryScripts(redis, self),
    facts: () => ({ wire: { newest: 1, oldest: 1 }, draining: false, rooms: rooms.length, watchers: 0 }),
    hasPresenter: () => false,
    redis,
    log,
    clock: startClock(log),
    tags: new RoomTags([Buffer.from(secret, 'latin1')]),
  });
  const report = (what: string): void => void process.send?.(what);
  directory.subscribe({
    confirming: () => undefined,
    instanceGone: () => undefined,
    roomsConfirmed: () => undefined,
    roomTaken: () => report('taken'),
    leaseLost: () => report('lost'),
    leaseBack: () => report('back'),
  });
  for (const roomId of rooms) await directory.claim(RoomId.parse(roomId));
  report(directory.self);
  // As an owner does with each frame: among the first things after a stop.
  const [first] = rooms;
  let checkedMs = performance.now();
  const check = async (): Promise<void> => {
    const wasStopped = performance.now() - checkedMs > STOPPED_MS;
    const isOwner = (await directory.ownerOf(RoomId.parse(first)))?.instance === directory.self;
    if (wasStopped) report(isOwner ? 'went on' : 'asked');
    checkedMs = performance.now();
    setTimeout(() => void check(), 5);
  };
  await check();
}

if (process.argv[1] === import.meta.filename) {
  process.once('message', (start) => void hold(start as Start));
}
