/** Starts the signaling service in this process, with any of its settings and times changed. */
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VersionRange } from '@lectern/protocol';
import {
  defaultPolicy,
  readConfig,
  startService,
  type Config,
  type MeetOthers,
  type Policy,
  type RunningService,
} from '@lectern/signaling-server';
import { hasInstances, meetingPlace, useDoors } from './instances.ts';

export interface TestService {
  readonly port: number;
  readonly url: string;
  readonly metricsPort: number | null;
  leave(): Promise<void>;
  close(): Promise<void>;
}

export const makeDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'lectern-service-'));

const never = { lagMs: Infinity, unreadLagMs: Infinity, heap: Infinity };
const noLoad = {
  'new-watcher': never,
  'new-presenter': never,
  'returning-watcher': never,
  'returning-presenter': never,
};

interface Overrides extends Partial<Config> {
  /** Changes to the service's policy. */
  readonly room?: Partial<Policy['room']>;
  readonly door?: Partial<Omit<Policy['door'], 'load'>> & { readonly load?: Partial<Policy['door']['load']> };
  readonly returns?: Partial<Policy['returns']>;
  readonly provider?: Partial<Policy['provider']>;
  readonly turnFetch?: Partial<Policy['turn']['fetch']>;
  readonly relayTimes?: Partial<Policy['relay']>;
  readonly protocol?: VersionRange;
  /** The service's wall clock. */
  readonly now?: () => number;
  /** Other instances in this process. */
  readonly meetOthers?: MeetOthers;
}

export async function startSignaling({
  room,
  door,
  returns,
  provider,
  turnFetch,
  relayTimes,
  protocol,
  now,
  meetOthers,
  ...settings
}: Overrides = {}): Promise<TestService> {
  const defaults = readConfig({ LECTERN_LOG_LEVEL: 'silent', LECTERN_PORT: '0', LECTERN_HOST: '127.0.0.1' });
  const config = { ...defaults, dataDir: await makeDataDir(), ...settings };
  // Service and test share an event loop, which is late on a busy machine.
  const load = { ...noLoad, ...door?.load };
  const policy = {
    ...defaultPolicy,
    room: { ...defaultPolicy.room, ...room },
    door: { ...defaultPolicy.door, selfJoinMs: Infinity, ...door, load },
    returns: { ...defaultPolicy.returns, ...returns },
    provider: { ...defaultPolicy.provider, ...provider },
    turn: { ...defaultPolicy.turn, fetch: { ...defaultPolicy.turn.fetch, ...turnFetch } },
    relay: { ...defaultPolicy.relay, ...relayTimes },
  };
  const options = {
    policy,
    ...(protocol === undefined ? {} : { protocol }),
    ...(now === undefined ? {} : { now }),
    ...(meetOthers === undefined ? {} : { meetOthers }),
  };
  if (hasInstances)
    return await startInstances(
      (meet, own) => startService({ ...config, ...own }, { ...options, meetOthers: meet }),
      config,
    );
  const service = await startService(config, options);
  return { ...service, url: urlOf(service) };
}

const urlOf = ({ port }: { readonly port: number }): string => `http://127.0.0.1:${String(port)}`;

type StartInstance = (meetOthers: MeetOthers, own: Partial<Config>) => Promise<RunningService>;

/**
 * Three instances instead of one: presenters connect to the first, watchers to the second, and the
 * third runs the rooms.
 */
async function startInstances(start: StartInstance, { dataDir, tokenSecret }: Config): Promise<TestService> {
  const place = meetingPlace();
  const first = await start(place.meet, {});
  const others = [];
  for (const name of ['watchers', 'owner']) {
    const own = await makeDataDir();
    // Instances share the key of tokens.
    if (tokenSecret === null) await copyFile(join(dataDir, 'token-key'), join(own, 'token-key'));
    const meet = name === 'owner' ? place.meetAsOwner : place.meet;
    others.push(await start(meet, { dataDir: own, port: 0, metrics: null }));
  }
  const [door] = others;
  const url = urlOf(first);
  if (door !== undefined) useDoors(url, { watcher: urlOf(door) });
  const all = [first, ...others];
  return {
    ...first,
    url,
    leave: async () => void (await Promise.all(all.map((each) => each.leave()))),
    close: async () => void (await Promise.all(all.map((each) => each.close()))),
  };
}
