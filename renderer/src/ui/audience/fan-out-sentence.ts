/** Where the room is and why, in one sentence. */
import type { RelayState } from '../../fan-out/relay-fan-out.ts';
import { words } from '../words.ts';

const say = words.fanOut;

export interface FanOutSentence {
  readonly text: string;
  readonly tone: 'fine' | 'warn';
}

/** Null while the room is where it always is, with the presenter alone. */
export function fanOutSentence({ fanOut, reason, link }: RelayState): FanOutSentence | null {
  if (fanOut === 'direct') return reason === 'relay-lost' ? { text: say.lost, tone: 'warn' } : null;
  // The service asks for another link as soon as one is lost for good.
  if (link === null || link === 'interrupted') return { text: say.restoring, tone: 'warn' };
  return { text: reason === 'uplink' ? say.relay.uplink : say.relay.setting, tone: 'fine' };
}
