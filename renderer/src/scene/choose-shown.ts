/**
 * Chooses the picture that goes out: never a source that the layout does not name, and never black.
 * Pure.
 */
import type { SceneLayout, Shown } from './scene-layout.ts';

/** `awaited`: the source was added, and its first picture has not arrived yet. */
export type Presence = 'present' | 'awaited' | 'absent';

export interface Presences {
  readonly camera: Presence;
  readonly screen: Presence;
}

/** `before`: the picture that goes out now. It stays while a source of the layout is awaited. */
export function chooseShown(kind: SceneLayout['kind'], presences: Presences, before: Shown): Shown {
  if (kind === 'slate') return 'slate';
  const meanwhile = isAvailable(before, presences) ? before : 'card';
  if (kind === 'both') return chooseOfBoth(presences, meanwhile);
  const presence = presences[kind];
  if (presence === 'present') return kind;
  return presence === 'awaited' ? meanwhile : 'card';
}

function chooseOfBoth({ camera, screen }: Presences, meanwhile: Shown): Shown {
  if (camera === 'present' && screen === 'present') return 'both';
  const isAwaited = camera === 'awaited' || screen === 'awaited';
  // A still picture waits for both sources, so that none is shown alone for a moment. A moving
  // picture is not stopped.
  if (isAwaited && (meanwhile === 'slate' || meanwhile === 'card')) return meanwhile;
  if (screen === 'present') return 'screen';
  if (camera === 'present') return 'camera';
  return isAwaited ? meanwhile : 'card';
}

function isAvailable(shown: Shown, { camera, screen }: Presences): boolean {
  if (shown === 'both') return camera === 'present' && screen === 'present';
  return shown === 'slate' || shown === 'card' || (shown === 'camera' ? camera : screen) === 'present';
}

/**
 * Whether there is a picture to watch. Watchers are sent this, so that their page can say "sound
 * only". A card is none.
 */
export function hasPicture(
  kind: SceneLayout['kind'],
  added: { readonly camera: boolean; readonly screen: boolean },
): boolean {
  if (kind === 'slate') return true;
  if (kind === 'both') return added.camera || added.screen;
  return added[kind];
}
