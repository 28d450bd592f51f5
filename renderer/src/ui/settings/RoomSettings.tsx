/** Who you are, what your room is called, and which of your rooms is used. */
import { useState } from 'react';
import { useStore } from '../use-store.ts';
import { RoomList } from './RoomList.tsx';
import type { SettingsSectionProps } from './SettingsSheet.tsx';

export function RoomSettings({ studio, onAir, close }: SettingsSectionProps) {
  const settings = useStore(studio.settings);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (form: FormData): Promise<void> => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    try {
      await studio.describe({ title: text('title'), presenterName: text('name') });
      close();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The settings could not be kept.');
    }
  };

  return (
    <div>
      <form id="room-settings" action={save}>
        <label>
          Title of your room
          <input name="title" defaultValue={settings.title} maxLength={80} placeholder="Monday lecture" />
        </label>
        <label>
          Your name
          <input name="name" defaultValue={settings.presenterName} maxLength={60} autoComplete="name" />
        </label>
      </form>
      {studio.host.kind === 'desktop' && <RoomList studio={studio} onAir={onAir} />}
      {studio.host.keyKeptBy === 'file' && (
        <p className="note">
          Your room’s key is kept in a file that only you can read: this system offers no keychain.
        </p>
      )}
      {problem !== null && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      <footer>
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" form="room-settings" className="primary">
          Save
        </button>
      </footer>
    </div>
  );
}
