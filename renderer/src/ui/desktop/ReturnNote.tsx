/** Said once after the app has come back by itself. */
import type { LiveLink } from '../../desktop/follow-live.ts';
import type { PresenterSession } from '../../session/presenter-session.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import './desktop.css';

interface ReturnNoteProps {
  readonly live: LiveLink;
  readonly session: PresenterSession;
}

export function ReturnNote({ live, session }: ReturnNoteProps) {
  const returned = useStore(live.returned);
  const { air } = useStore(session.state);
  if (returned === null || air === 'off') return null;
  const words = returned.air === 'live' ? 'You are live again.' : 'You are back, still paused.';
  return (
    <div className="return-note" role="status">
      <p>Lectern closed unexpectedly. {words} A shared screen must be chosen again.</p>
      <button type="button" className="plain" aria-label="Close this note" onClick={() => live.forgetReturn()}>
        <Icon name="close" />
      </button>
    </div>
  );
}
