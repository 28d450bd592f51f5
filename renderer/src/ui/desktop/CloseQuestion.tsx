/** Asked when the window is closed while live. */
import { useEffect, useRef } from 'react';
import type { CloseAnswer, DesktopApi } from '@lectern/bridge';
import type { PresenterSession } from '../../session/presenter-session.ts';
import { useStore } from '../use-store.ts';
import './desktop.css';

interface CloseQuestionProps {
  readonly desktop: DesktopApi;
  readonly session: PresenterSession;
}

export function CloseQuestion({ desktop, session }: CloseQuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { air } = useStore(session.state);
  const isLive = air !== 'off';
  useEffect(
    () =>
      desktop.on('closeAsked', () => {
        if (dialog.current?.open === false) dialog.current.showModal();
      }),
    [desktop],
  );
  // Stopped some other way meanwhile: there is nothing left to ask.
  useEffect(() => {
    if (!isLive) dialog.current?.close();
  }, [isLive]);
  const answer = (given: CloseAnswer): void => {
    void desktop.answerClose(given).catch(() => undefined);
    dialog.current?.close();
  };
  return (
    <dialog
      className="sheet close-question"
      ref={dialog}
      aria-labelledby="close-question"
      onCancel={(event) => {
        event.preventDefault();
        answer('stay');
      }}
    >
      <h2 id="close-question">You are still live.</h2>
      <p>Your watchers see you as long as Lectern runs. It can go on without this window.</p>
      <footer>
        <button type="button" onClick={() => answer('stay')}>
          Cancel
        </button>
        <button type="button" className="ends" onClick={() => answer('stop')}>
          Stop and quit
        </button>
        <button type="button" className="primary" autoFocus onClick={() => answer('background')}>
          Keep going in the background
        </button>
      </footer>
    </dialog>
  );
}
