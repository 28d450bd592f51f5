/** The stage: exactly what watchers get. Where the camera lies over the screen, it can be moved. */
import type { CSSProperties } from 'react';
import type { Air } from '../../session/presenter-state.ts';
import type { Studio } from '../../session/studio.ts';
import { Picture } from '../Picture.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { CameraHandle } from './CameraHandle.tsx';
import './stage.css';

export function Stage({ studio, air }: { readonly studio: Studio; readonly air: Air }) {
  const { scene, sceneSettings } = studio;
  const { size, shown } = useStore(scene.report);
  const { layout } = useStore(sceneSettings.state);
  return (
    <div className="stage" data-air={air} data-shown={shown}>
      <Picture track={scene.video} label={words.stage.picture} />
      {layout === 'both' && shown === 'both' && (
        <div className="stage-picture" style={pictureStyle(size.width / size.height)}>
          <CameraHandle sceneSettings={sceneSettings} size={size} />
        </div>
      )}
      {air === 'paused' && (
        <p className="stage-tag">
          <span aria-hidden="true" />
          {words.status.badge.paused}
        </p>
      )}
    </div>
  );
}

/** The picture's area on the stage: letterboxed where it is not 16:9. */
const pictureStyle = (ratio: number): CSSProperties => ({
  aspectRatio: ratio,
  height: `min(100cqh, 100cqw / ${String(ratio)})`,
});
