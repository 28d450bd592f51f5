/** Loads parts of the page after its core. */
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { LOAD_AGAIN_MS } from './policy.ts';

const log = loglevel.getLogger('page');

/** A change of the network or a restart of the service may cut it off, so it is tried again. */
export async function loadPart<Part>(name: string, load: () => Promise<Part>): Promise<Part> {
  for (let pauseMs = LOAD_AGAIN_MS.first; ; pauseMs = Math.min(LOAD_AGAIN_MS.max, 2 * pauseMs)) {
    try {
      return await load();
    } catch (error) {
      log.error(`${name} not loaded: ${errorName(error)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
