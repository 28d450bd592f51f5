/** Beside the status that asks for a sign-in at the service in use: the button that starts it. */
import type { Studio } from '../session/studio.ts';
import { Problem } from './Problem.tsx';
import { useAttempt } from './use-attempt.ts';
import { useStore } from './use-store.ts';
import { words } from './words.ts';

const say = words.signIn;

export function StatusSignIn({ studio }: { readonly studio: Studio }) {
  const progress = useStore(studio.services.signIn);
  const { problem, attempt } = useAttempt(say.failed);
  if (studio.host.kind !== 'desktop') return <span className="sentence quiet">{say.onlyInApp}</span>;
  if (progress !== null) {
    return (
      <button type="button" onClick={() => void studio.desktop.cancelSignIn()}>
        {say.cancelSignIn}
      </button>
    );
  }
  return (
    <>
      <button type="button" onClick={() => void attempt(studio.signIn(studio.serviceUrl, 'browser'))}>
        {say.button}
      </button>
      <Problem text={problem} />
    </>
  );
}
