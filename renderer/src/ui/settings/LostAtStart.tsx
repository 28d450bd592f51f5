/** Said once where something of before could not be read: the settings, or the key of a room. */
import { useState } from 'react';
import type { Host, LostRoom } from '@lectern/bridge';
import './settings.css';

export function LostAtStart({ host }: { readonly host: Pick<Host, 'settingsKeptAs' | 'lostRooms'> }) {
  const [seen, setSeen] = useState(false);
  const { settingsKeptAs, lostRooms } = host;
  if (seen || (settingsKeptAs === null && lostRooms.length === 0)) return null;
  return (
    <div className="lost-at-start" role="alert">
      <div>
        {settingsKeptAs !== null && (
          <p>
            Your settings could not be read and start anew. The old file is kept as <code>{settingsKeptAs}</code>.
          </p>
        )}
        {lostRooms.map((room) => (
          <LostRoomWords key={room.kind} room={room} />
        ))}
      </div>
      <button type="button" onClick={() => setSeen(true)}>
        Understood
      </button>
    </div>
  );
}

function LostRoomWords({ room }: { readonly room: LostRoom }) {
  const name = room.title === '' ? 'your room' : `“${room.title}”`;
  if (room.kind === 'another-open') {
    return (
      <p>
        The key of {name} can’t be opened on this computer, so another room is open, with another link. Nothing was
        thrown away: once the key can be opened again, so can that room, in the settings.
      </p>
    );
  }
  return (
    <p>
      The key of {name} can’t be opened on this computer. The room has a new key, and so a new link: send that one, the
      old link leads nowhere. The old key is kept as <code>{room.keptAs}</code>.
    </p>
  );
}
