/** Starts the signaling service in this process, with any of its settings and times changed. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VersionRange } from '@lectern/protocol';
import { defaultPolicy, readConfig, startService, type Config, type Policy } from '@lectern/signaling-server';

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
  readonly protocol?: VersionRange;
  /** The service's wall clock. */
  readonly now?: () => number;
}

export async function startSignaling({
  room,
  door,
  returns,
  provider,
  turnFetch,
  protocol,
  now,
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
  };
  const service = await startService(config, {
    policy,
    ...(protocol === undefined ? {} : { protocol }),
    ...(now === undefined ? {} : { now }),
  });
  return { ...service, url: `http://127.0.0.1:${String(service.port)}` };
}
