/** The links that were replaced: each says so while the app runs, until it is deleted. */
import type { Studio } from '../../session/studio.ts';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { ConfirmedButton } from './ConfirmedButton.tsx';

const say = words.room;
const ID_LETTERS = 5;

export function OldLinks({ studio }: { readonly studio: Pick<Studio, 'desktop' | 'settings'> }) {
  const { withdrawnRooms } = useStore(studio.settings);
  const { problem, attempt } = useAttempt();
  if (withdrawnRooms.length === 0) return null;
  return (
    <section aria-labelledby="old-links-title">
      <h3 id="old-links-title">{say.oldLinks}</h3>
      <p className="note">{say.oldLinksMeaning}</p>
      <ul aria-labelledby="old-links-title">
        {withdrawnRooms.map(({ roomId, title }) => {
          // All links of one room have its title.
          const name = say.oldLink(title === '' ? say.yours : title, roomId.slice(0, ID_LETTERS));
          return (
            <li className="room" key={roomId}>
              <header>
                <span>{name}</span>
              </header>
              <div className="acts">
                <ConfirmedButton
                  text={say.delete}
                  label={say.deleteLabel(name)}
                  question={say.deleteQuestion}
                  onConfirm={() => void attempt(studio.desktop.deleteRoom(roomId))}
                />
              </div>
            </li>
          );
        })}
      </ul>
      <Problem text={problem} />
    </section>
  );
}
