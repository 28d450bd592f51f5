/** One device at the left: what it is, whether it is on, which one is used, and proof that it works. */
import { useId, type ReactNode } from 'react';
import type { DeviceChoice } from '@lectern/electron/bridge';
import type { DeviceSource } from '../capture/device-source.ts';
import { Icon } from './icons.tsx';
import { useStore } from './use-store.ts';
import { deviceTroubleWords } from './words.ts';

interface SourceCardProps {
  readonly kind: 'camera' | 'microphone';
  readonly source: DeviceSource;
  readonly devices: readonly DeviceChoice[];
  readonly onTurn: (on: boolean) => void;
  readonly onChoose: (choice: DeviceChoice | null) => void;
  /** The thumbnail or meter. */
  readonly children: ReactNode;
}

const names = { camera: 'Camera', microphone: 'Microphone' } as const;

export function SourceCard({ kind, source, devices, onTurn, onChoose, children }: SourceCardProps) {
  const state = useStore(source.state);
  const picker = useId();
  const chosen = source.choice;
  // A device that is remembered but not here stays in the list, so that it is seen to be missing.
  const listed = chosen && !devices.some(({ id }) => id === chosen.id) ? [...devices, chosen] : devices;
  return (
    <section className="card" data-source={kind} data-state={state.name} aria-label={names[kind]}>
      <header>
        <Icon name={kind} struck={state.name !== 'on'} />
        <label htmlFor={picker}>{names[kind]}</label>
        <Switch label={`${names[kind]} on`} on={state.name !== 'off'} onTurn={onTurn} />
      </header>
      {children}
      <select
        id={picker}
        value={chosen?.id ?? ''}
        onChange={({ target }) => onChoose(listed.find(({ id }) => id === target.value) ?? null)}
      >
        <option value="">System default</option>
        {listed.map(({ id, label }) => (
          <option key={id} value={id}>
            {label || `Unnamed ${kind}`}
          </option>
        ))}
      </select>
      {state.name === 'failed' && (
        <p className="note" role="status">
          {deviceTroubleWords[kind][state.trouble]}
        </p>
      )}
      {state.name === 'on' && chosen && state.device.id !== chosen.id && (
        <p className="note" role="status">
          {chosen.label || 'The chosen one'} isn’t here. Using {state.device.label} instead.
        </p>
      )}
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onTurn: (on: boolean) => void;
}

function Switch({ label, on, onTurn }: SwitchProps) {
  return (
    <button
      type="button"
      className="switch"
      role="switch"
      aria-checked={on}
      aria-label={label}
      onClick={() => onTurn(!on)}
    />
  );
}
