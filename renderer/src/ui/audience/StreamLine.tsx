/** Whom the watchers see while another program publishes into the room. */
import type { StreamPhase } from '@lectern/protocol';
import { words } from '../words.ts';

interface StreamLineProps {
  readonly phase: Exclude<StreamPhase, 'none'>;
  /** The presenter is live. */
  readonly onAir: boolean;
}

export const StreamLine = ({ phase, onAir }: StreamLineProps) => (
  <p className="line" data-tone={phase === 'away' && !onAir ? 'warn' : 'fine'} data-testid="stream">
    {onAir ? words.streams.behind[phase] : words.streams.shown[phase]}
  </p>
);
