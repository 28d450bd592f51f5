/** Under the stage: the layout (also keys 1 to 4), the camera's shape, and the slate. */
import type { ReactNode } from 'react';
import { layoutKinds } from '@lectern/bridge';
import type { SceneSettings } from '../../scene/scene-settings.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { SlateEditor } from './SlateEditor.tsx';
import { useLayoutKeys } from './use-layout-keys.ts';

const { stage } = words;

interface LayoutBarProps {
  readonly sceneSettings: SceneSettings;
  /** More controls at the end of the bar. */
  readonly children?: ReactNode;
}

export function LayoutBar({ sceneSettings, children }: LayoutBarProps) {
  const { layout, inset } = useStore(sceneSettings.state);
  useLayoutKeys((kind) => void sceneSettings.chooseLayout(kind));
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
              onChange={() => void sceneSettings.chooseLayout(kind)}
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
            sceneSettings.moveCamera({ shape: isRound ? 'square' : 'round' });
            void sceneSettings.saveCamera();
          }}
        >
          <span data-shape={inset.shape} />
        </button>
      )}
      {layout === 'slate' && <SlateEditor sceneSettings={sceneSettings} />}
      {children}
    </div>
  );
}
