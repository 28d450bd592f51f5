/** How publishing to another server stands, in words. Pure. */
import type { PublishingState } from '../../publishing/publishing-state.ts';
import { words } from '../words.ts';

const say = words.publishing;

/** Null where there is nothing to say. */
export function publishingSentence(state: PublishingState, host: string): string | null {
  switch (state.name) {
    case 'off':
      return null;
    case 'connecting':
      return say.connecting(host);
    case 'live':
      return say.live(host);
    case 'waiting':
      return `${say.trouble[state.why](host)} ${say.triesAgain}`;
    case 'refused':
      return say.trouble[state.why](host);
  }
}
