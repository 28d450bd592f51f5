/** Your name, your room's title, and the list of your rooms. */
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { RoomList } from './RoomList.tsx';
import type { SettingsSectionProps } from './section.tsx';
import { TurnOnlySwitch } from './TurnOnlySwitch.tsx';

const { room } = words;

export function RoomSettings({ studio, onAir, close }: SettingsSectionProps) {
  const settings = useStore(studio.settings);
  const { problem, attempt } = useAttempt(words.notSaved);

  const save = async (form: FormData): Promise<void> => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    await attempt(studio.describe({ title: text('title'), presenterName: text('name') }).then(close));
  };

  return (
    <div>
      <form id="room-settings" action={save}>
        <label>
          {room.title}
          <input name="title" defaultValue={settings.title} maxLength={80} placeholder={room.titleExample} />
        </label>
        <label>
          {room.presenterName}
          <input name="name" defaultValue={settings.presenterName} maxLength={60} autoComplete="name" />
        </label>
      </form>
      <TurnOnlySwitch studio={studio} onAir={onAir} />
      {studio.host.kind === 'desktop' && <RoomList studio={studio} onAir={onAir} />}
      {studio.host.keyStorage === 'file' && <p className="note">{room.keyInFile}</p>}
      <Problem text={problem} />
      <footer>
        <button type="button" onClick={close}>
          {words.cancel}
        </button>
        <button type="submit" form="room-settings" className="primary">
          {room.save}
        </button>
      </footer>
    </div>
  );
}
