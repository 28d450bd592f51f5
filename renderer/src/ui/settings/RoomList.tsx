/** Your rooms: each keeps its link. Another one is opened, made or deleted here. */
import { useState } from 'react';
import type { KnownRoom } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { useAskedOnce } from '../use-asked-once.ts';

interface RoomListProps {
  readonly studio: Studio;
  readonly onAir: boolean;
}

const nameOf = ({ title, roomId }: KnownRoom): string => (title === '' ? `Room ${roomId.slice(0, 5)}…` : title);

export function RoomList({ studio, onAir }: RoomListProps) {
  const { rooms, title } = useStore(studio.settings);
  const [problem, setProblem] = useState<string | null>(null);
  const { desktop, roomId: current } = studio;
  const attempt = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'That did not work. Trying again may help.');
    }
  };
  return (
    <section aria-labelledby="rooms-title">
      <h3 id="rooms-title">Your rooms</h3>
      <ul aria-labelledby="rooms-title">
        {rooms.map((kept) => {
          const isCurrent = kept.roomId === current;
          const room = isCurrent ? { ...kept, title } : kept;
          return (
            <li className="room" key={room.roomId}>
              <header>
                <strong>{nameOf(room)}</strong>
                {isCurrent && <span className="used">In use</span>}
              </header>
              {!isCurrent && (
                <div className="acts">
                  <button
                    type="button"
                    disabled={onAir}
                    onClick={() => void attempt(desktop.switchRoom(room.roomId))}
                    aria-label={`Open ${nameOf(room)}`}
                  >
                    Open this one
                  </button>
                  <DeleteButton name={nameOf(room)} onDelete={() => void attempt(desktop.deleteRoom(room.roomId))} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <NewRoom disabled={onAir} create={(name) => attempt(desktop.createRoom(name))} />
      {onAir && <p className="note">Stop first to open another room.</p>}
      {problem !== null && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

/** A room's link never works again, so it asks once, in place. */
function DeleteButton({ name, onDelete }: { readonly name: string; readonly onDelete: () => void }) {
  const [asked, press] = useAskedOnce(onDelete);
  return (
    <button type="button" aria-label={asked ? undefined : `Delete ${name}`} onClick={press}>
      {asked ? 'Delete its link for good?' : 'Delete'}
    </button>
  );
}

interface NewRoomProps {
  readonly disabled: boolean;
  readonly create: (title: string) => Promise<void>;
}

function NewRoom({ disabled, create }: NewRoomProps) {
  const submit = async (form: FormData): Promise<void> => {
    const title = form.get('new-room');
    if (typeof title === 'string') await create(title.trim());
  };
  return (
    <form className="row" action={submit}>
      <label>
        Another room
        <input name="new-room" maxLength={80} placeholder="Thursday seminar" autoComplete="off" required />
      </label>
      <button type="submit" disabled={disabled}>
        New room
      </button>
    </form>
  );
}
