/** Settings: who you are, and which service carries the room. */
import { useState, type RefObject } from 'react';
import type { Studio } from '../session/studio.ts';
import { readServiceAddress } from './service-address.ts';
import { useStore } from './use-store.ts';

interface SettingsSheetProps {
  readonly studio: Studio;
  readonly sheet: RefObject<HTMLDialogElement | null>;
  readonly onAir: boolean;
}

export function SettingsSheet({ studio, sheet, onAir }: SettingsSheetProps) {
  const settings = useStore(studio.settings);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (form: FormData): Promise<void> => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const address = readServiceAddress(text('service'), studio.host.defaultServiceUrl);
    if (address === undefined) {
      setProblem('That doesn’t look like an address. It should read like https://lectern.example.');
      return;
    }
    try {
      await studio.describe({ title: text('title'), presenterName: text('name') });
      const uplinkMbps = text('uplink');
      await studio.limitUplink(uplinkMbps === '' ? null : Math.round(Number(uplinkMbps) * 1000));
      await studio.chooseService(address);
      setProblem(null);
      sheet.current?.close();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The settings could not be kept.');
    }
  };

  return (
    <dialog className="sheet settings" ref={sheet} aria-labelledby="settings-title">
      <form action={save}>
        <h2 id="settings-title">Settings</h2>
        <label>
          Title of your room
          <input name="title" defaultValue={settings.title} maxLength={80} placeholder="Monday lecture" />
        </label>
        <label>
          Your name
          <input name="name" defaultValue={settings.presenterName} maxLength={60} autoComplete="name" />
        </label>
        <label>
          Service
          <input
            name="service"
            defaultValue={settings.serviceUrl ?? ''}
            placeholder={studio.host.defaultServiceUrl}
            inputMode="url"
            spellCheck={false}
            disabled={onAir}
            aria-describedby="service-note"
          />
        </label>
        <p className="note" id="service-note">
          {onAir ? 'Stop first to change the service.' : 'Leave it empty to use the one that came with this app.'}
        </p>
        <label>
          Upload limit, Mbit/s
          <input
            name="uplink"
            type="number"
            min={0.3}
            max={1000}
            step={0.1}
            defaultValue={settings.uplinkKbps === null ? '' : settings.uplinkKbps / 1000}
            placeholder="None"
          />
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
          <button type="button" onClick={() => sheet.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="primary">
            Save
          </button>
        </footer>
      </form>
    </dialog>
  );
}
