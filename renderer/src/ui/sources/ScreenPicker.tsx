/** The app's own picker: every screen and window with a current picture. Exists only while open. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ScreenListing } from '@lectern/bridge';
import { watchScreens, type AvailableScreens } from '../../capture/watch-screens.ts';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { ScreenChoices } from './ScreenChoices.tsx';
import './picker.css';

const say = words.picker;

export function ScreenPicker({ studio }: { readonly studio: Studio }) {
  return useStore(studio.screen.picker) === 'open' ? <Picker studio={studio} /> : null;
}

function Picker({ studio }: { readonly studio: Studio }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState<AvailableScreens>({ name: 'loading' });
  const [selectedId, select] = useState<string | null>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closing it returns the focus to where it was.
    return () => element?.close();
  }, []);
  useEffect(() => watchScreens(studio.desktop, setShown), [studio]);
  const selected = shown.name === 'listed' ? shown.screens.find(({ id }) => id === selectedId) : undefined;
  const share = (screen: ScreenListing): void => void studio.screen.choose(screen);
  return (
    <dialog
      className="sheet screen-picker"
      ref={dialog}
      aria-labelledby="screen-picker-title"
      onCancel={(event) => {
        event.preventDefault();
        studio.screen.dismiss();
      }}
    >
      <h2 id="screen-picker-title">{say.title}</h2>
      <div className="choices">
        <Choices shown={shown} selectedId={selectedId} onSelect={select} onShare={share} studio={studio} />
      </div>
      <footer>
        <button type="button" onClick={() => studio.screen.dismiss()}>
          {words.cancel}
        </button>
        <button
          type="button"
          className="primary"
          disabled={selected === undefined}
          onClick={() => selected && share(selected)}
        >
          {say.share}
        </button>
      </footer>
    </dialog>
  );
}

interface ChoicesProps {
  readonly shown: AvailableScreens;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onShare: (screen: ScreenListing) => void;
  readonly studio: Studio;
}

function Choices({ shown, studio, ...selection }: ChoicesProps) {
  switch (shown.name) {
    case 'loading':
      return <p className="quiet">{say.looking}</p>;
    case 'failed':
      return <p role="alert">{shown.reason ?? say.notListed}</p>;
    case 'listed':
      return <ScreenChoices screens={shown.screens} {...selection} />;
    case 'denied':
      return (
        <div role="alert">
          <p>{say.denied}</p>
          <button type="button" onClick={() => void studio.desktop.openPrivacySettings('screen')}>
            {words.openSystemSettings}
          </button>
        </div>
      );
  }
}
