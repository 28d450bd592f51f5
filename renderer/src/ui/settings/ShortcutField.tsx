/** A global shortcut: shown, pressed anew, or taken away. */
import { useId, useState, type KeyboardEvent } from 'react';
import { acceleratorOf, acceleratorWords } from '../../desktop/accelerator.ts';

interface ShortcutFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly note: string | null;
  readonly onChange: (value: string | null) => void;
}

const isMac = navigator.userAgent.includes('Mac');

export function ShortcutField({ label, value, note, onChange }: ShortcutFieldProps) {
  const [isListening, setListening] = useState(false);
  const id = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isListening || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setListening(false);
      return;
    }
    const accelerator = acceleratorOf(keysOf(event), isMac);
    if (accelerator === null) return;
    onChange(accelerator);
    setListening(false);
  };
  return (
    <div className="shortcut-field">
      <span id={`${id}-label`}>{label}</span>
      <button
        type="button"
        id={id}
        aria-labelledby={`${id}-label ${id}`}
        aria-describedby={note === null ? undefined : `${id}-note`}
        aria-pressed={isListening}
        onClick={() => setListening(!isListening)}
        onBlur={() => setListening(false)}
        onKeyDown={onKeyDown}
      >
        {isListening ? 'Press the keys…' : acceleratorWords(value, isMac)}
      </button>
      <button type="button" disabled={value === null} aria-label={`None: ${label}`} onClick={() => onChange(null)}>
        None
      </button>
      {note !== null && (
        <p className="note" id={`${id}-note`} role="status">
          {note}
        </p>
      )}
    </div>
  );
}

const keysOf = ({ nativeEvent }: KeyboardEvent) => ({
  code: nativeEvent.code,
  key: nativeEvent.key,
  ctrlKey: nativeEvent.ctrlKey,
  metaKey: nativeEvent.metaKey,
  altKey: nativeEvent.altKey,
  shiftKey: nativeEvent.shiftKey,
});
