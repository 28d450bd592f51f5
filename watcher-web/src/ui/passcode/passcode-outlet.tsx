/** Loads the form for the room's passcode when the room asks for one. */
import { errorName } from '@lectern/rtc';
import { useEffect, useState, type ComponentType } from 'react';
import loglevel from 'loglevel';
import type { WatcherSession } from '../../session/watcher-session.ts';
import { words } from '../words.ts';

const log = loglevel.getLogger('ui');

export interface PasscodeFormProps {
  readonly session: WatcherSession;
}

type Form = ComponentType<PasscodeFormProps> | 'loading' | 'not-loaded';

export function PasscodeOutlet({ session }: PasscodeFormProps) {
  const [Form, setForm] = useState<Form>('loading');
  useEffect(() => {
    let isCurrent = true;
    import('./passcode-form.tsx').then(
      ({ PasscodeForm }) => isCurrent && setForm(() => PasscodeForm),
      (error: unknown) => {
        log.warn(`passcode form not loaded: ${errorName(error)}`);
        if (isCurrent) setForm('not-loaded');
      },
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  if (Form === 'loading') return null;
  if (Form !== 'not-loaded') return <Form session={session} />;
  return (
    <button type="button" className="wide" onClick={() => location.reload()}>
      {words.actions.reload}
    </button>
  );
}
