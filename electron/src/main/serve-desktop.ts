/** The main process' end of the bridge, and the only user of `ipcMain`: shape, sender and errors are settled here, once. */
import { ipcMain, type BrowserWindow } from 'electron';
import type { DesktopCalls, DesktopEvents } from '../bridge/contract.ts';
import { callChannel, eventChannel, type CallReply } from '../bridge/channels.ts';
import { callArguments, type CallArguments } from './call-arguments.ts';
import { isTrustedFrame } from './security/trusted-frame.ts';
import { showableMessage } from './showable-error.ts';

/** One handler for each call; leaving one out does not compile. */
export type DesktopHandlers = {
  readonly [C in keyof DesktopCalls]: (
    ...parameters: CallArguments[C]
  ) => Awaited<ReturnType<DesktopCalls[C]>> | ReturnType<DesktopCalls[C]>;
};

interface Serving {
  readonly handlers: DesktopHandlers;
  readonly pageOrigin: string;
  readonly log: (message: string) => void;
}

function serveCall(name: keyof DesktopCalls, { handlers, pageOrigin, log }: Serving): void {
  // Narrow: TypeScript cannot follow that the two tables agree on a name that is not yet known.
  const handler = handlers[name] as (...parameters: readonly unknown[]) => unknown;
  ipcMain.handle(callChannel(name), async (event, ...parameters: unknown[]): Promise<CallReply> => {
    if (!isTrustedFrame(event.senderFrame, pageOrigin)) {
      log(`refused ${name}: it did not come from our page`);
      return { ok: false, message: 'Only the app itself may ask for this.' };
    }
    try {
      return { ok: true, value: await handler(...callArguments[name].parse(parameters)) };
    } catch (error) {
      log(`${name} failed: ${error instanceof Error ? `${error.name} ${error.message}` : 'for an unknown reason'}`);
      return { ok: false, message: showableMessage(error) };
    }
  });
}

export function serveDesktop(serving: Serving): void {
  for (const name of Object.keys(callArguments) as (keyof DesktopCalls)[]) serveCall(name, serving);
}

export function tell<E extends keyof DesktopEvents>(window: BrowserWindow, event: E, payload: DesktopEvents[E]): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel(event), payload);
}
