/** Asks for the room's passcode, says what was wrong with it, and how long to wait. */
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { WatcherSession } from '../../session/watcher-session.ts';
import type { Signaling } from '../../session/watcher-state.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import type { PasscodeFormProps } from './passcode-outlet.tsx';

const log = loglevel.getLogger('ui');
const say = words.passcode;

export function PasscodeForm({ session }: PasscodeFormProps) {
  const { signaling } = useStore(session.state);
  const [text, setText] = useState('');
  /** The refusal on which a passcode was entered: the form waits until there is another answer. */
  const [answered, setAnswered] = useState<Signaling | null>(null);
  const secondsLeft = useSecondsLeft(signaling);
  const input = useRef<HTMLInputElement>(null);
  const [id, problemId] = [useId(), useId()];
  const isChecking = answered === signaling;
  const problem = isChecking ? '' : problemOf(signaling, secondsLeft);
  // A wrong passcode is typed again, so it is selected.
  useEffect(() => {
    if (!isChecking) input.current?.select();
  }, [isChecking]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isChecking || secondsLeft > 0 || text.trim() === '') return;
    setAnswered(signaling);
    enter(session, text).catch((error: unknown) => {
      log.warn(`passcode not sent: ${errorName(error)}`);
      setAnswered(null);
    });
  };

  return (
    <form className="passcode" onSubmit={submit}>
      <label htmlFor={id}>{say.label}</label>
      <input
        ref={input}
        id={id}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        autoFocus
        required
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        maxLength={128}
        aria-invalid={problem !== ''}
        aria-describedby={problemId}
      />
      <p id={problemId} role="alert">
        {problem}
      </p>
      {/* Counts down for the eye only: read out every second, it would be noise. */}
      {secondsLeft > 0 && <p aria-hidden="true">{say.secondsLeft(secondsLeft)}</p>}
      <button type="submit" className="wide" disabled={isChecking || secondsLeft > 0}>
        {isChecking ? say.checking : say.enter}
      </button>
    </form>
  );
}

async function enter(session: WatcherSession, text: string): Promise<void> {
  if ('subtle' in crypto) return await session.enterPasscode(text);
  const { deriveInScript } = await import('./derive-in-script.ts');
  return await session.enterPasscode(text, deriveInScript);
}

function problemOf(signaling: Signaling, secondsLeft: number): string {
  if (signaling.name !== 'refused') return '';
  if (signaling.code === 'passcode-wrong') return say.wrong;
  if (signaling.code !== 'passcode-paused') return '';
  return secondsLeft > 0 ? say.paused : say.again;
}

/** Until the service looks at a passcode from here again; 0 where it does now. */
function useSecondsLeft(signaling: Signaling): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const waitMs = signaling.name === 'refused' ? (signaling.waitMs ?? 0) : 0;
    const until = performance.now() + waitMs;
    const update = (): number => {
      const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1_000));
      setLeft(seconds);
      return seconds;
    };
    if (update() === 0) return undefined;
    const timer = setInterval(() => {
      if (update() === 0) clearInterval(timer);
    }, COUNTDOWN_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [signaling]);
  return left;
}

/** Shorter than a second, so that no second is skipped. */
const COUNTDOWN_INTERVAL_MS = 250;
