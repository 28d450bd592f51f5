/** Who may watch: the room's passcode and its lobby. Each is saved at once, also while live. */
import { useState } from 'react';
import { normalizePasscode, PASSCODE_MAX_LENGTH, PASSCODE_MIN_LENGTH } from '@lectern/protocol';
import type { RoomEntry } from '@lectern/bridge';
import { suggestPasscode } from '../../session/room-entry.ts';
import type { Studio } from '../../session/studio.ts';
import { Problem } from '../Problem.tsx';
import { Switch } from '../sources/Switch.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { Choice } from './Choice.tsx';
import { ConfirmedButton } from './ConfirmedButton.tsx';
import type { SettingsSectionProps } from './section.tsx';

const say = words.entry;

export function EntrySettings({ studio }: SettingsSectionProps) {
  const entry = useStore(studio.entry.entry);
  const [isChanging, setChanging] = useState(false);
  const { problem, attempt } = useAttempt(words.notSaved);
  const passcode = entry?.passcode ?? null;
  const hasLobby = entry?.lobby ?? true;
  const close = (): void => setChanging(false);
  const save = async (text: string | null, watchers: RoomEntry['watchers']): Promise<void> => {
    await attempt(studio.entry.setPasscode(text, watchers));
    close();
  };
  return (
    <>
      <section aria-labelledby="passcode-title">
        <h3 id="passcode-title">{say.passcode}</h3>
        {entry === null && (
          <p className="note" role="alert">
            {say.locked}
          </p>
        )}
        {passcode !== null && !isChanging ? (
          <div className="acts">
            <output className="passcode" aria-label={say.passcodeNow}>
              {passcode.text}
            </output>
            <button type="button" onClick={() => setChanging(true)}>
              {say.change}
            </button>
            <ConfirmedButton
              text={say.remove}
              question={say.removeQuestion}
              onConfirm={() => void save(null, 'stay')}
            />
          </div>
        ) : (
          <PasscodeForm studio={studio} save={save} cancel={passcode === null ? null : close} />
        )}
        <p className="note">{say.meaning}</p>
        <Problem text={problem} />
      </section>
      <section aria-labelledby="lobby-title">
        <h3 id="lobby-title">{say.lobby}</h3>
        <div className="acts">
          <Switch
            label={say.lobbySwitch}
            on={hasLobby}
            onTurn={(lobby) => void attempt(studio.entry.setLobby(lobby))}
          />
          <span>{say.lobbySwitch}</span>
        </div>
        <p className="note">{say.lobbyMeaning}</p>
      </section>
    </>
  );
}

const choices = (['stay', 'leave'] as const).map((value) => ({
  value,
  name: say.watchers[value],
  hint: say.watchersHint[value],
}));

interface PasscodeFormProps {
  readonly studio: Pick<Studio, 'session'>;
  readonly save: (text: string, watchers: RoomEntry['watchers']) => Promise<void>;
  /** Null where there is no passcode to go back to. */
  readonly cancel: (() => void) | null;
}

function PasscodeForm({ studio, save, cancel }: PasscodeFormProps) {
  const { inRoom } = useStore(studio.session.state);
  const [text, setText] = useState('');
  const [watchers, setWatchers] = useState<RoomEntry['watchers']>('stay');
  const [isTooShort, setTooShort] = useState(false);
  const submit = async (): Promise<void> => {
    const isShort = normalizePasscode(text).length < PASSCODE_MIN_LENGTH;
    setTooShort(isShort);
    if (!isShort) await save(text.trim(), watchers);
  };
  return (
    <form action={submit}>
      <label>
        {say.newPasscode}
        <input
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setTooShort(false);
          }}
          maxLength={PASSCODE_MAX_LENGTH}
          aria-invalid={isTooShort}
          autoComplete="off"
          spellCheck={false}
          required
        />
      </label>
      <Problem text={isTooShort ? say.tooShort(PASSCODE_MIN_LENGTH) : null} />
      {inRoom > 0 && <Choice legend={say.watchersLegend} options={choices} value={watchers} onChoose={setWatchers} />}
      <div className="acts">
        <button type="submit">{say.set}</button>
        <button
          type="button"
          onClick={() => {
            setText(suggestPasscode());
            setTooShort(false);
          }}
        >
          {say.suggest}
        </button>
        {cancel !== null && (
          <button type="button" onClick={cancel}>
            {words.cancel}
          </button>
        )}
      </div>
    </form>
  );
}
