/** Adds a room from the file of another computer. */
import { useState } from 'react';
import { PASSPHRASE_MAX_LENGTH, type DesktopApi } from '@lectern/bridge';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { words } from '../words.ts';

const say = words.room;

export function ImportRoom({ desktop }: { readonly desktop: Pick<DesktopApi, 'importRoom'> }) {
  const { problem, attempt } = useAttempt();
  const [isAdded, setAdded] = useState(false);
  const open = async (form: FormData): Promise<void> => {
    const passphrase = form.get('passphrase');
    if (typeof passphrase !== 'string') return;
    setAdded(false);
    const room = await attempt(desktop.importRoom(passphrase));
    setAdded(room !== undefined && room !== null);
  };
  return (
    <form action={open} aria-label={say.import}>
      <h3>{say.import}</h3>
      <p className="note">{say.importMeaning}</p>
      <div className="row">
        <label>
          {say.filePassphrase}
          <input name="passphrase" type="password" autoComplete="off" maxLength={PASSPHRASE_MAX_LENGTH} required />
        </label>
        <button type="submit">{say.chooseFile}</button>
      </div>
      <Problem text={problem} />
      <p className="note" role="status">
        {isAdded && say.imported}
      </p>
    </form>
  );
}
