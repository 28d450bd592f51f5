/** Under the stage: which picture goes out, by press or by the keys 1 to 4, the camera's shape, and the slate. */
import type { ReactNode } from 'react';
import { layoutKinds, type LayoutKind } from '@lectern/bridge';
import type { SceneDirection } from '../../scene/scene-direction.ts';
import { useStore } from '../use-store.ts';
import { SlateEditor } from './SlateEditor.tsx';
import { useLayoutKeys } from './use-layout-keys.ts';

const names: Readonly<Record<LayoutKind, string>> = {
  camera: 'Camera',
  screen: 'Screen',
  both: 'Both',
  slate: 'Slate',
};

interface LayoutBarProps {
  readonly direction: SceneDirection;
  /** What else belongs beside the layouts. */
  readonly children?: ReactNode;
}

export function LayoutBar({ direction, children }: LayoutBarProps) {
  const { layout, inset } = useStore(direction.state);
  useLayoutKeys((kind) => void direction.chooseLayout(kind));
  const isRound = inset.shape === 'round';
  return (
    <div className="layout-bar">
      <div className="layouts" role="radiogroup" aria-label="What goes out">
        {layoutKinds.map((kind, index) => (
          <label key={kind} title={`${names[kind]} (${String(index + 1)})`}>
            <input
              type="radio"
              name="layout"
              value={kind}
              checked={layout === kind}
              onChange={() => void direction.chooseLayout(kind)}
            />
            <span>{names[kind]}</span>
            <kbd aria-hidden="true">{index + 1}</kbd>
          </label>
        ))}
      </div>
      {layout === 'both' && (
        <button
          type="button"
          className="camera-shape"
          aria-pressed={isRound}
          aria-label="Round camera"
          title={isRound ? 'Make the camera square' : 'Make the camera round'}
          onClick={() => {
            direction.placeCamera({ shape: isRound ? 'square' : 'round' });
            void direction.keepCamera();
          }}
        >
          <span data-shape={inset.shape} />
        </button>
      )}
      {layout === 'slate' && <SlateEditor direction={direction} />}
      {children}
    </div>
  );
}
