/** Under the stage: the layout (also keys 1 to 4), the camera's shape, and the slate. */
import type { ReactNode } from 'react';
import { layoutKinds } from '@lectern/bridge';
import type { SceneDirection } from '../../scene/scene-direction.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { SlateEditor } from './SlateEditor.tsx';
import { useLayoutKeys } from './use-layout-keys.ts';

const { stage } = words;

interface LayoutBarProps {
  readonly direction: SceneDirection;
  /** More controls at the end of the bar. */
  readonly children?: ReactNode;
}

export function LayoutBar({ direction, children }: LayoutBarProps) {
  const { layout, inset } = useStore(direction.state);
  useLayoutKeys((kind) => void direction.chooseLayout(kind));
  const isRound = inset.shape === 'round';
  return (
    <div className="layout-bar">
      <div className="layouts" role="radiogroup" aria-label={stage.layouts}>
        {layoutKinds.map((kind, index) => (
          <label key={kind} title={stage.layoutAndKey(stage.layout[kind], index + 1)}>
            <input
              type="radio"
              name="layout"
              value={kind}
              checked={layout === kind}
              onChange={() => void direction.chooseLayout(kind)}
            />
            <span>{stage.layout[kind]}</span>
            <kbd aria-hidden="true">{index + 1}</kbd>
          </label>
        ))}
      </div>
      {layout === 'both' && (
        <button
          type="button"
          className="camera-shape"
          aria-pressed={isRound}
          aria-label={stage.roundCamera}
          title={isRound ? stage.makeSquare : stage.makeRound}
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
