/** What the slate says and shows, changed in place: the stage above shows it as it is being written. */
import { useId } from 'react';
import { SLATE_TEXT_LENGTH } from '@lectern/bridge';
import type { SceneDirection } from '../../scene/scene-direction.ts';
import { DEFAULT_SLATE_TEXT } from '../../scene/scene-layout.ts';
import { useStore } from '../use-store.ts';

export function SlateEditor({ direction }: { readonly direction: SceneDirection }) {
  const { slate } = useStore(direction.state);
  const trouble = useStore(direction.slateTrouble);
  const [popover, title] = [useId(), useId()];
  return (
    <>
      <button type="button" popoverTarget={popover}>
        Edit slate
      </button>
      <div className="slate-editor" id={popover} popover="auto" role="dialog" aria-labelledby={title}>
        <h2 id={title}>Slate</h2>
        <label>
          Words
          <input
            value={slate.text}
            maxLength={SLATE_TEXT_LENGTH}
            placeholder={slate.picture === null ? DEFAULT_SLATE_TEXT : 'None'}
            onChange={({ currentTarget }) => direction.writeSlate(currentTarget.value)}
            onBlur={() => void direction.keepSlate()}
          />
        </label>
        <label>
          Your own picture
          <input
            type="file"
            accept="image/png,image/jpeg,image/webp"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file) void direction.chooseSlatePicture(file);
              // The same file may be chosen again after it has been changed.
              currentTarget.value = '';
            }}
          />
        </label>
        {trouble !== null && (
          <p className="note problem" role="alert">
            {trouble}
          </p>
        )}
        <footer>
          {slate.picture !== null && (
            <button type="button" onClick={() => void direction.chooseSlatePicture(null)}>
              Remove picture
            </button>
          )}
          <button type="button" className="primary" popoverTarget={popover} popoverTargetAction="hide">
            Done
          </button>
        </footer>
      </div>
    </>
  );
}
