/** The sign-in at a service whose presenters have accounts: as whom, or how to sign in. */
import type { SignedIn, SignInProgress, SignInWay } from '@lectern/bridge';
import { words } from '../words.ts';

const say = words.signIn;

export interface SignInActs {
  /** Not in a browser tab. */
  readonly isPossible: boolean;
  /** Of the sign-in at this service; null where none is under way. */
  readonly progress: SignInProgress | null;
  readonly signIn: (way: SignInWay) => void;
  readonly cancel: () => void;
  readonly signOut: () => void;
}

interface SignInFieldProps {
  readonly host: string;
  /** The identity provider's host. */
  readonly provider: string;
  readonly offersCode: boolean;
  readonly signedIn: SignedIn | null;
  readonly acts: SignInActs;
}

const timeOf = (ms: number): string =>
  new Date(ms).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });

export function SignInField({ host, provider, offersCode, signedIn, acts }: SignInFieldProps) {
  if (!acts.isPossible) return <p className="note">{say.onlyInApp}</p>;
  if (acts.progress !== null) return <UnderWay progress={acts.progress} onCancel={acts.cancel} />;
  if (signedIn !== null) {
    return (
      <div className="acts">
        <span className="note">{say.signedIn(signedIn.name, timeOf(signedIn.untilMs))}</span>
        <button type="button" onClick={acts.signOut} aria-label={say.signOutLabel(host)}>
          {say.signOut}
        </button>
      </div>
    );
  }
  return (
    <>
      <p className="note">{say.provider(provider)}</p>
      <div className="acts">
        <button type="button" onClick={() => acts.signIn('browser')} aria-label={say.buttonLabel(host)}>
          {say.button}
        </button>
        {offersCode && (
          <button type="button" onClick={() => acts.signIn('code')} aria-label={say.codeButtonLabel(host)}>
            {say.codeButton}
          </button>
        )}
      </div>
    </>
  );
}

function UnderWay({ progress, onCancel }: { readonly progress: SignInProgress; readonly onCancel: () => void }) {
  const { code } = progress;
  return (
    <div role="status">
      <p className="note">{code === null ? say.inBrowser : say.enterCode}</p>
      {code !== null && (
        <p className="sign-in-code">
          <span>{code.address}</span>
          <strong>{code.text}</strong>
        </p>
      )}
      <div className="acts">
        <button type="button" onClick={onCancel}>
          {say.cancel}
        </button>
      </div>
    </div>
  );
}
