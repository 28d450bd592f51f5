/** The presenter key of a service: to be entered or forgotten, never to be read again. */
import { useState } from 'react';

interface KeyFieldProps {
  readonly host: string;
  readonly hasKey: boolean;
  readonly onKey: (key: string | null) => Promise<void>;
}

export function KeyField({ host, hasKey, onKey }: KeyFieldProps) {
  const [isChanging, setChanging] = useState(false);
  const save = async (form: FormData): Promise<void> => {
    const key = form.get('key');
    if (typeof key === 'string' && key.trim() !== '') await onKey(key.trim());
    setChanging(false);
  };
  if (hasKey && !isChanging) {
    return (
      <div className="acts">
        <span className="note">Your presenter key is kept.</span>
        <button type="button" onClick={() => setChanging(true)} aria-label={`Change the key for ${host}`}>
          Change key
        </button>
        <button type="button" onClick={() => void onKey(null)} aria-label={`Forget the key for ${host}`}>
          Forget key
        </button>
      </div>
    );
  }
  return (
    <form className="row" action={save}>
      <label>
        Presenter key
        <input name="key" type="password" autoComplete="off" spellCheck={false} maxLength={256} required />
      </label>
      <button type="submit">Keep key</button>
    </form>
  );
}
