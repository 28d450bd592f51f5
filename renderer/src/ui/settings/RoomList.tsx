/** Your rooms, each with its own link: open, export or delete one, create one, replace a link. */
import { useState } from 'react';
import type { KnownRoom } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { words } from '../words.ts';
import { ConfirmedButton } from './ConfirmedButton.tsx';
import { ExportRoom } from './ExportRoom.tsx';
import { ImportRoom } from './ImportRoom.tsx';
import { OldLinks } from './OldLinks.tsx';
import { roomNames } from './room-names.ts';

const say = words.room;

interface RoomListProps {
  readonly studio: Studio;
  readonly onAir: boolean;
}

export function RoomList({ studio, onAir }: RoomListProps) {
  const { rooms, title } = useStore(studio.settings);
  const { problem, attempt } = useAttempt();
  const { desktop, roomId: current } = studio;
  const [exporting, setExporting] = useState<KnownRoom | null>(null);
  const known = rooms.map((room) => (room.roomId === current ? { roomId: current, title } : room));
  const nameOf = roomNames(known, say.unnamed);
  return (
    <section aria-labelledby="rooms-title">
      <h3 id="rooms-title">{say.list}</h3>
      <ul aria-labelledby="rooms-title">
        {known.map((room) => (
          <li className="room" key={room.roomId}>
            <header>
              <strong>{nameOf(room)}</strong>
              {room.roomId === current && <span className="used">{say.inUse}</span>}
            </header>
            <div className="acts">
              {room.roomId === current ? (
                <ConfirmedButton
                  text={say.newLink}
                  question={say.newLinkQuestion}
                  disabled={onAir}
                  onConfirm={() => void attempt(desktop.renewLink())}
                />
              ) : (
                <button
                  type="button"
                  disabled={onAir}
                  onClick={() => void attempt(desktop.switchRoom(room.roomId))}
                  aria-label={say.openLabel(nameOf(room))}
                >
                  {say.open}
                </button>
              )}
              <button type="button" onClick={() => setExporting(room)} aria-label={say.exportLabel(nameOf(room))}>
                {say.export}
              </button>
              {room.roomId !== current && (
                <ConfirmedButton
                  text={say.delete}
                  label={say.deleteLabel(nameOf(room))}
                  question={say.deleteQuestion}
                  onConfirm={() => void attempt(desktop.deleteRoom(room.roomId))}
                />
              )}
            </div>
            {room.roomId === current && <p className="note">{say.newLinkHint}</p>}
            {exporting?.roomId === room.roomId && (
              <ExportRoom desktop={desktop} room={room} close={() => setExporting(null)} />
            )}
          </li>
        ))}
      </ul>
      <NewRoom disabled={onAir} create={(name) => attempt(desktop.createRoom(name))} />
      {onAir && <p className="note">{say.stopFirst}</p>}
      <Problem text={problem} />
      <ImportRoom desktop={desktop} />
      <OldLinks studio={studio} />
    </section>
  );
}

interface NewRoomProps {
  readonly disabled: boolean;
  readonly create: (title: string) => Promise<unknown>;
}

function NewRoom({ disabled, create }: NewRoomProps) {
  const submit = async (form: FormData): Promise<void> => {
    const title = form.get('new-room');
    if (typeof title === 'string') await create(title.trim());
  };
  return (
    <form className="row" action={submit}>
      <label>
        {say.another}
        <input name="new-room" maxLength={80} placeholder={say.anotherExample} autoComplete="off" required />
      </label>
      <button type="submit" disabled={disabled}>
        {say.create}
      </button>
    </form>
  );
}
