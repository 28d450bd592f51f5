/** Who you are, and what your room is called. */
import { useState } from 'react';
import { useStore } from '../use-store.ts';
import type { SettingsSectionProps } from './SettingsSheet.tsx';

export function RoomSettings({ studio, close }: SettingsSectionProps) {
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
    <form action={save}>
      <label>
        Title of your room
        <input name="title" defaultValue={settings.title} maxLength={80} placeholder="Monday lecture" />
      </label>
      <label>
        Your name
        <input name="name" defaultValue={settings.presenterName} maxLength={60} autoComplete="name" />
      </label>
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
        <button type="submit" className="primary">
          Save
        </button>
      </footer>
    </form>
  );
}
