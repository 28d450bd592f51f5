/** Saves a room in a file, with which another computer can present in it. */
import { useState } from 'react';
import { PASSPHRASE_MAX_LENGTH, PASSPHRASE_MIN_LENGTH, type DesktopApi, type KnownRoom } from '@lectern/bridge';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { words } from '../words.ts';

const say = words.room;

interface ExportRoomProps {
  readonly desktop: Pick<DesktopApi, 'exportRoom'>;
  readonly room: KnownRoom;
  readonly close: () => void;
}

export function ExportRoom({ desktop, room, close }: ExportRoomProps) {
  const { problem, attempt } = useAttempt();
  const [isDifferent, setDifferent] = useState(false);
  const [file, setFile] = useState<string | null>(null);
  const save = async (form: FormData): Promise<void> => {
    const [passphrase, again] = [form.get('passphrase'), form.get('again')];
    setDifferent(passphrase !== again);
    if (typeof passphrase !== 'string' || passphrase !== again) return;
    setFile((await attempt(desktop.exportRoom(room.roomId, passphrase))) ?? null);
  };
  return (
    <form action={save} aria-label={say.exportTitle}>
      <p className="note">{say.exportMeaning}</p>
      {(['passphrase', 'again'] as const).map((name) => (
        <label key={name}>
          {name === 'passphrase' ? say.newPassphrase(PASSPHRASE_MIN_LENGTH) : say.passphraseAgain}
          <input
            name={name}
            type="password"
            autoComplete="new-password"
            minLength={PASSPHRASE_MIN_LENGTH}
            maxLength={PASSPHRASE_MAX_LENGTH}
            required
          />
        </label>
      ))}
      <Problem text={isDifferent ? say.passphrasesDiffer : problem} />
      <p className="note" role="status">
        {file !== null && say.exported(file)}
      </p>
      <div className="acts">
        <button type="submit">{say.saveFile}</button>
        <button type="button" onClick={close}>
          {file === null ? words.cancel : words.done}
        </button>
      </div>
    </form>
  );
}
