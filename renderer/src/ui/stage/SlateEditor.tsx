/** The slate's text and picture. The stage above shows each change as it is made. */
import { useId } from 'react';
import { SLATE_TEXT_LENGTH } from '@lectern/bridge';
import type { SceneSettings } from '../../scene/scene-settings.ts';
import { Problem } from '../Problem.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';

const { stage } = words;

export function SlateEditor({ sceneSettings }: { readonly sceneSettings: SceneSettings }) {
  const { slate } = useStore(sceneSettings.state);
  const problem = useStore(sceneSettings.slateProblem);
  const [popover, title] = [useId(), useId()];
  return (
    <>
      <button type="button" popoverTarget={popover}>
        {stage.editSlate}
      </button>
      <div className="slate-editor" id={popover} popover="auto" role="dialog" aria-labelledby={title}>
        <h2 id={title}>{stage.slate}</h2>
        <label>
          {stage.slateText}
          <input
            value={slate.text}
            maxLength={SLATE_TEXT_LENGTH}
            placeholder={slate.picture === null ? words.scene.slate : stage.noSlateText}
            onChange={({ currentTarget }) => sceneSettings.setSlateText(currentTarget.value)}
            onBlur={() => void sceneSettings.saveSlate()}
          />
        </label>
        <label>
          {stage.slatePicture}
          <input
            type="file"
            accept="image/png,image/jpeg,image/webp"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file) void sceneSettings.chooseSlatePicture(file);
              // So that the same file can be chosen again after an edit.
              currentTarget.value = '';
            }}
          />
        </label>
        <Problem text={problem && stage.slateProblem[problem]} />
        <footer>
          {slate.picture !== null && (
            <button type="button" onClick={() => void sceneSettings.chooseSlatePicture(null)}>
              {stage.removePicture}
            </button>
          )}
          <button type="button" className="primary" popoverTarget={popover} popoverTargetAction="hide">
            {words.done}
          </button>
        </footer>
      </div>
    </>
  );
}
