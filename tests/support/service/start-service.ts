/** Starts the signaling service in this process, with any of its settings and times changed. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VersionRange } from '@lectern/protocol';
import { readConfig, startService, type Config } from '@lectern/signaling-server';

export interface TestService {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

export const makeDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'lectern-service-'));

interface Overrides extends Partial<Omit<Config, 'timing' | 'load'>> {
  readonly timing?: Partial<Config['timing']>;
  readonly load?: Partial<Config['load']>;
  readonly protocol?: VersionRange;
}

export async function startSignaling({ timing, load, protocol, ...settings }: Overrides = {}): Promise<TestService> {
  const defaults = readConfig({ LECTERN_LOG_LEVEL: 'silent', LECTERN_PORT: '0', LECTERN_HOST: '127.0.0.1' });
  const config = {
    ...defaults,
    dataDir: await makeDataDir(),
    ...settings,
    timing: { ...defaults.timing, ...timing },
    load: { ...defaults.load, ...load },
  };
  const service = await startService(config, protocol === undefined ? {} : { protocol });
  return { port: service.port, url: `http://127.0.0.1:${String(service.port)}`, close: () => service.close() };
}
