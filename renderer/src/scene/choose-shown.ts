/** Which picture goes out. Never a source that the layout does not name, and never black. */
import type { SceneLayout, Shown } from './scene-layout.ts';

/** `awaited`: it has been given and its first picture is on the way. */
export type Presence = 'present' | 'awaited' | 'absent';

export interface Presences {
  readonly camera: Presence;
  readonly screen: Presence;
}

/** `before`: what goes out now, which stays while something better is on its way. */
export function chooseShown(kind: SceneLayout['kind'], presences: Presences, before: Shown): Shown {
  if (kind === 'slate') return 'slate';
  const meanwhile = isThere(before, presences) ? before : 'card';
  if (kind === 'both') return chooseOfBoth(presences, meanwhile);
  const presence = presences[kind];
  if (presence === 'present') return kind;
  return presence === 'awaited' ? meanwhile : 'card';
}

function chooseOfBoth({ camera, screen }: Presences, meanwhile: Shown): Shown {
  if (camera === 'present' && screen === 'present') return 'both';
  const isAwaited = camera === 'awaited' || screen === 'awaited';
  // From a slate the cut waits for both, rather than showing one for a blink; a picture that moves goes on moving.
  if (isAwaited && (meanwhile === 'slate' || meanwhile === 'card')) return meanwhile;
  if (screen === 'present') return 'screen';
  if (camera === 'present') return 'camera';
  return isAwaited ? meanwhile : 'card';
}

function isThere(shown: Shown, { camera, screen }: Presences): boolean {
  if (shown === 'both') return camera === 'present' && screen === 'present';
  return shown === 'slate' || shown === 'card' || (shown === 'camera' ? camera : screen) === 'present';
}

/** Whether watchers have something to look at: told to them, so that their page can say "sound only". */
export function hasPicture(
  kind: SceneLayout['kind'],
  given: { readonly camera: boolean; readonly screen: boolean },
): boolean {
  if (kind === 'slate') return true;
  if (kind === 'both') return given.camera || given.screen;
  return given[kind];
}

/** What the card says. Watchers read it. */
export const cardWords: Readonly<Record<Exclude<SceneLayout['kind'], 'slate'>, string>> = {
  camera: 'Camera off',
  screen: 'No screen is shared',
  both: 'Camera and screen are off',
};
