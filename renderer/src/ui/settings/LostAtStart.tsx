/** A notice at the start where the settings or the key of a room could not be read. */
import { useState } from 'react';
import type { Host, LostRoom } from '@lectern/bridge';
import { words } from '../words.ts';
import './settings.css';

const { lost, room: roomWords } = words;

export function LostAtStart({ host }: { readonly host: Pick<Host, 'settingsMovedTo' | 'lostRooms'> }) {
  const [isDismissed, setDismissed] = useState(false);
  const { settingsMovedTo, lostRooms } = host;
  if (isDismissed || (settingsMovedTo === null && lostRooms.length === 0)) return null;
  return (
    <div className="lost-at-start" role="alert">
      <div>
        {settingsMovedTo !== null && (
          <p>
            {lost.settings} <code>{settingsMovedTo}</code>
          </p>
        )}
        {lostRooms.map((room) => (
          <LostRoomText key={room.kind} room={room} />
        ))}
      </div>
      <button type="button" onClick={() => setDismissed(true)}>
        {lost.ok}
      </button>
    </div>
  );
}

function LostRoomText({ room }: { readonly room: LostRoom }) {
  const name = room.title === '' ? roomWords.yours : `“${room.title}”`;
  if (room.kind === 'another-open') return <p>{lost.roomReplaced(name)}</p>;
  return (
    <p>
      {lost.roomKey(name)} <code>{room.movedTo}</code>
    </p>
  );
}
