/** Your rooms, each with its own link: open, create or delete one. */
import type { KnownRoom } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useConfirmation } from '../use-confirmation.ts';
import { words } from '../words.ts';

const say = words.room;

interface RoomListProps {
  readonly studio: Studio;
  readonly onAir: boolean;
}

const nameOf = ({ title, roomId }: KnownRoom): string => (title === '' ? say.unnamed(roomId.slice(0, 5)) : title);

export function RoomList({ studio, onAir }: RoomListProps) {
  const { rooms, title } = useStore(studio.settings);
  const { problem, attempt } = useAttempt();
  const { desktop, roomId: current } = studio;
  return (
    <section aria-labelledby="rooms-title">
      <h3 id="rooms-title">{say.list}</h3>
      <ul aria-labelledby="rooms-title">
        {rooms.map((known) => {
          const isCurrent = known.roomId === current;
          const room = isCurrent ? { ...known, title } : known;
          return (
            <li className="room" key={room.roomId}>
              <header>
                <strong>{nameOf(room)}</strong>
                {isCurrent && <span className="used">{say.inUse}</span>}
              </header>
              {!isCurrent && (
                <div className="acts">
                  <button
                    type="button"
                    disabled={onAir}
                    onClick={() => void attempt(desktop.switchRoom(room.roomId))}
                    aria-label={say.openLabel(nameOf(room))}
                  >
                    {say.open}
                  </button>
                  <DeleteButton name={nameOf(room)} onDelete={() => void attempt(desktop.deleteRoom(room.roomId))} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <NewRoom disabled={onAir} create={(name) => attempt(desktop.createRoom(name))} />
      {onAir && <p className="note">{say.stopFirst}</p>}
      <Problem text={problem} />
    </section>
  );
}

/** The room's link never works again, so the button asks first, in place. */
function DeleteButton({ name, onDelete }: { readonly name: string; readonly onDelete: () => void }) {
  const [isAsking, press] = useConfirmation(onDelete);
  return (
    <button type="button" aria-label={isAsking ? undefined : say.deleteLabel(name)} onClick={press}>
      {isAsking ? say.deleteQuestion : say.delete}
    </button>
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
