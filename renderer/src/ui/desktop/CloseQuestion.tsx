/** Asked when the window is closed while live. */
import loglevel from 'loglevel';
import { useEffect, useRef } from 'react';
import type { CloseAnswer, DesktopApi } from '@lectern/bridge';
import type { PresenterSession } from '../../session/presenter-session.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import './desktop.css';

const log = loglevel.getLogger('ui');
const say = words.leaving;

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
      desktop.on('closeRequested', () => {
        if (dialog.current?.open === false) dialog.current.showModal();
      }),
    [desktop],
  );
  // The broadcast was stopped elsewhere meanwhile: there is nothing left to ask.
  useEffect(() => {
    if (!isLive) dialog.current?.close();
  }, [isLive]);
  const answer = (given: CloseAnswer): void => {
    desktop.answerClose(given).catch((error: unknown) => log.debug(`The answer ${given} was not delivered:`, error));
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
      <h2 id="close-question">{say.title}</h2>
      <p>{say.text}</p>
      <footer>
        <button type="button" onClick={() => answer('stay')}>
          {words.cancel}
        </button>
        <button type="button" className="ends" onClick={() => answer('stop')}>
          {say.stopAndQuit}
        </button>
        <button type="button" className="primary" autoFocus onClick={() => answer('background')}>
          {say.keepRunning}
        </button>
      </footer>
    </dialog>
  );
}
