/** A global shortcut: shows it, records a new one, or clears it. */
import { useId, useState, type KeyboardEvent } from 'react';
import { acceleratorOf, acceleratorText } from '../../desktop/accelerator.ts';
import { words } from '../words.ts';

const say = words.desktop;

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
        {isListening ? say.pressKeys : value === null ? say.noShortcut : acceleratorText(value, isMac)}
      </button>
      <button type="button" disabled={value === null} aria-label={say.clearLabel(label)} onClick={() => onChange(null)}>
        {say.clear}
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
