/** The one shape of what the main process does for the page. `main.ts` has the list of features. */
import type { DesktopCalls, LiveStatus } from '@lectern/bridge';
import type { CallArguments } from './call-arguments.ts';

export type DesktopHandlers = {
  readonly [C in keyof DesktopCalls]: (
    ...parameters: CallArguments[C]
  ) => Awaited<ReturnType<DesktopCalls[C]>> | ReturnType<DesktopCalls[C]>;
};

/** Called once at the start and after each change; `before` is the previous status. */
export type LiveListener = (now: LiveStatus, before: LiveStatus) => void;

export interface Feature {
  /** Its answers to calls of the bridge. */
  readonly handlers: Partial<DesktopHandlers>;
  readonly onLive?: LiveListener;
}

/** A feature that answers exactly these calls. */
export interface FeatureFor<Calls extends keyof DesktopHandlers> extends Feature {
  readonly handlers: Pick<DesktopHandlers, Calls>;
}

/** The calls that a list of features answers. */
export type CallsOf<F extends readonly Feature[]> = { [I in keyof F]: keyof F[I]['handlers'] }[number];
