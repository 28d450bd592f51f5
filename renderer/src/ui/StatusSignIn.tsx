/**
 * The status that asks for a sign-in at the service in use: its sentence, and the button that
 * starts it.
 */
import { shownTrouble, type PresenterStatus } from '../session/presenter-status.ts';
import type { Studio } from '../session/studio.ts';
import { useAttempt } from './use-attempt.ts';
import { useStore } from './use-store.ts';
import { words } from './words.ts';

const say = words.signIn;

interface StatusSignInProps {
  readonly studio: Studio;
  readonly status: PresenterStatus;
}

export function StatusSignIn({ studio, status }: StatusSignInProps) {
  const progress = useStore(studio.services.signIn);
  const { problem, attempt } = useAttempt(say.failed);
  if (status.name !== 'trouble') return null;
  const sentence = words.status.trouble[shownTrouble(status, 0)];
  if (studio.host.kind !== 'desktop') return <span className="sentence">{`${sentence} ${say.onlyInApp}`}</span>;
  if (progress?.origin === studio.serviceUrl) {
    const { code } = progress;
    return (
      <>
        <span className="sentence">
          {code === null ? say.inBrowser : `${say.enterCode} ${code.address} ${code.text}`}
        </span>
        <button type="button" onClick={() => void studio.desktop.cancelSignIn()}>
          {say.cancel}
        </button>
      </>
    );
  }
  return (
    <>
      {problem === null ? (
        <span className="sentence">{sentence}</span>
      ) : (
        <span className="sentence" role="alert">
          {problem}
        </span>
      )}
      <button type="button" onClick={() => void attempt(studio.signIn(studio.serviceUrl, 'browser'))}>
        {say.button}
      </button>
    </>
  );
}
