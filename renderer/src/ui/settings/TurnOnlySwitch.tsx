/**
 * Whether this room's links use TURN only, so that no end sees an address of the other. Saved at
 * once.
 */
import { useId } from 'react';
import type { Studio } from '../../session/studio.ts';
import { Problem } from '../Problem.tsx';
import { Switch } from '../sources/Switch.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import './named-switch.css';

const say = words.turnOnly;

export function TurnOnlySwitch({ studio, onAir }: { readonly studio: Studio; readonly onAir: boolean }) {
  const { turnOnly } = useStore(studio.settings);
  const hasTurn = useStore(studio.session.turnOnly.hasTurn);
  const { problem, attempt } = useAttempt(words.notSaved);
  const id = useId();
  const isMissing = hasTurn === false;
  return (
    <div className="named-switch">
      <span id={id}>{say.title}</span>
      <Switch
        label={say.title}
        on={turnOnly}
        // Switching it off must stay possible at a service that has no TURN.
        disabled={onAir || (isMissing && !turnOnly)}
        onTurn={(on) => void attempt(studio.chooseTurnOnly(on))}
      />
      <p className="note">{isMissing ? say.missing(turnOnly) : onAir ? say.stopFirst : say.meaning}</p>
      <Problem text={problem} />
    </div>
  );
}
