/** A Chromium whose processes are known, so that its use of the processor can be told apart from everything else's. */
import { chromium, type Browser } from '@playwright/test';
import { chromiumSwitches } from './chromium-switches.ts';
import { findProgram } from './find-program.ts';

export interface OwnChromium {
  readonly browser: Browser;
  readonly pid: number;
  readonly close: () => Promise<void>;
}

/** `startedBy`: what starts Chromium instead of Chromium itself. */
export async function openOwnChromium(
  switches: readonly string[] = [],
  startedBy = findProgram('chromium'),
): Promise<OwnChromium> {
  const server = await chromium.launchServer({
    executablePath: startedBy,
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
