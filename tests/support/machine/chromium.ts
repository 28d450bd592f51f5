/** Launches the Chromium of this machine, with the switches that every test needs. */
import { chromium, type Browser } from '@playwright/test';
import { findProgram } from './find-program.ts';

/** For a machine without network, screen and unprivileged user. */
export const chromiumSwitches: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
];

/** Pages may play sound before anybody has pressed something. */
export const soundWithoutPress = '--autoplay-policy=no-user-gesture-required';

/**
 * `executable`: what starts Chromium instead of Chromium itself, such as a script that does so in
 * another network.
 */
export const launchChromium = (
  switches: readonly string[] = [],
  executable = findProgram('chromium'),
): Promise<Browser> => chromium.launch({ executablePath: executable, args: [...chromiumSwitches, ...switches] });

export interface OwnChromium {
  readonly browser: Browser;
  readonly pid: number;
  readonly close: () => Promise<void>;
}

/**
 * A Chromium whose process id is known, so that its processor time can be measured or its processes
 * stopped.
 */
export async function openOwnChromium(
  switches: readonly string[] = [],
  executable = findProgram('chromium'),
): Promise<OwnChromium> {
  const server = await chromium.launchServer({
    executablePath: executable,
    args: [...chromiumSwitches, ...switches],
  });
  const { pid } = server.process();
  if (pid === undefined) throw new Error('Chromium has not started');
  try {
    return { browser: await chromium.connect(server.wsEndpoint()), pid, close: () => server.close() };
  } catch (error) {
    await server.kill();
    throw error;
  }
}
