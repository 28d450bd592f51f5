/**
 * A secret of one server, such as the presenter key of a service. It can be entered or forgotten,
 * but not read.
 */
import { useState } from 'react';

interface KeyFieldProps {
  readonly words: {
    readonly key: string;
    readonly keySaved: string;
    readonly saveKey: string;
    readonly changeKey: string;
    readonly changeKeyLabel: (host: string) => string;
    readonly forgetKey: string;
    readonly forgetKeyLabel: (host: string) => string;
  };
  readonly host: string;
  readonly hasKey: boolean;
  readonly onKey: (key: string | null) => Promise<unknown>;
}

export function KeyField({ words: say, host, hasKey, onKey }: KeyFieldProps) {
  const [isChanging, setChanging] = useState(false);
  const save = async (form: FormData): Promise<void> => {
    const key = form.get('key');
    if (typeof key === 'string' && key.trim() !== '') await onKey(key.trim());
    setChanging(false);
  };
  if (hasKey && !isChanging) {
    return (
      <div className="acts">
        <span className="note">{say.keySaved}</span>
        <button type="button" onClick={() => setChanging(true)} aria-label={say.changeKeyLabel(host)}>
          {say.changeKey}
        </button>
        <button type="button" onClick={() => void onKey(null)} aria-label={say.forgetKeyLabel(host)}>
          {say.forgetKey}
        </button>
      </div>
    );
  }
  return (
    <form className="row" action={save}>
      <label>
        {say.key}
        <input name="key" type="password" autoComplete="off" spellCheck={false} maxLength={4096} required />
      </label>
      <button type="submit">{say.saveKey}</button>
    </form>
  );
}
