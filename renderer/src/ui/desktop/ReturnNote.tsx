/** A note after the app has restarted by itself and gone back on air. */
import type { DesktopConnection } from '../../desktop/connect-desktop.ts';
import type { PresenterSession } from '../../session/presenter-session.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import './desktop.css';

interface ReturnNoteProps {
  readonly connection: DesktopConnection;
  readonly session: PresenterSession;
}

export function ReturnNote({ connection, session }: ReturnNoteProps) {
  const returned = useStore(connection.returned);
  const { air } = useStore(session.state);
  if (returned === null || air === 'off') return null;
  return (
    <div className="return-note" role="status">
      <p>{words.leaving.returned(words.leaving.returnedState[returned.air])}</p>
      <button type="button" className="plain" aria-label={words.dismiss} onClick={() => connection.dismissReturn()}>
        <Icon name="close" />
      </button>
    </div>
  );
}
