/** What the window itself shows and hears for the desktop around it: the question on closing, the word after a crash, the letters M, C, P. */
import { useEffect } from 'react';
import { perform } from '../../desktop/commands.ts';
import type { LiveLink } from '../../desktop/follow-live.ts';
import { commandOf } from '../../desktop/keys.ts';
import type { Studio } from '../../session/studio.ts';
import { CloseQuestion } from './CloseQuestion.tsx';
import { ReturnNote } from './ReturnNote.tsx';

interface DesktopPartsProps {
  readonly studio: Studio;
  readonly live: LiveLink;
  readonly onSettings: () => void;
}

export function DesktopParts({ studio, live, onSettings }: DesktopPartsProps) {
  useLetters(studio);
  useEffect(
    () =>
      studio.desktop.on('commanded', (command) => {
        if (command === 'open-settings') onSettings();
      }),
    [studio, onSettings],
  );
  return (
    <>
      <ReturnNote live={live} session={studio.session} />
      <CloseQuestion desktop={studio.desktop} session={studio.session} />
    </>
  );
}

/** Where letters are somebody else's: written, picked by, or in a dialog that has the word just now. */
const taking = 'input, select, textarea, [contenteditable], [role=listbox], [role=menu], [role=slider], dialog';

function useLetters(studio: Studio): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isTaken =
        event.defaultPrevented ||
        document.querySelector('dialog[open]') !== null ||
        (event.target instanceof Element && event.target.closest(taking) !== null);
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      const press = { key: event.key, isRepeat: event.repeat, hasModifier, isTaken };
      const command = commandOf(press, studio.session.state.get().air);
      if (command !== null && command !== 'open-settings') perform(command, studio);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [studio]);
}
