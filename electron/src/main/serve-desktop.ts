/** The main process' end of the bridges of our two pages, and the only user of `ipcMain`: shape, sender and errors are settled here, once. */
import { ipcMain, type BrowserWindow } from 'electron';
import type * as z from 'zod/mini';
import {
  type DesktopCalls,
  type DesktopEvents,
  type LiveStatus,
  type StripCalls,
  type StripEvents,
} from '@lectern/bridge';
import { callChannel, eventChannel, type CallReply } from '../channels.ts';
import { callArguments, stripArguments, type CallArguments, type StripArguments } from './call-arguments.ts';
import { isTrustedFrame } from './security/trusted-frame.ts';
import { showableMessage } from './showable-error.ts';

/** One handler for each call; leaving one out does not compile. */
export type DesktopHandlers = {
  readonly [C in keyof DesktopCalls]: (
    ...parameters: CallArguments[C]
  ) => Awaited<ReturnType<DesktopCalls[C]>> | ReturnType<DesktopCalls[C]>;
};

export type StripHandlers = {
  readonly [C in keyof StripCalls]: (...parameters: StripArguments[C]) => Awaited<ReturnType<StripCalls[C]>>;
};

interface Serving<Handlers> {
  readonly handlers: Handlers;
  /** The one page that may call. */
  readonly pageUrl: string;
  readonly log: (message: string) => void;
}

interface Call {
  readonly name: string;
  readonly parameters: z.ZodMiniType<readonly unknown[]>;
  readonly handler: (...parameters: readonly unknown[]) => unknown;
}

function serveCall(
  { name, parameters: schema, handler }: Call,
  { pageUrl, log }: Pick<Serving<unknown>, 'pageUrl' | 'log'>,
): void {
  ipcMain.handle(callChannel(name), async (event, ...parameters: unknown[]): Promise<CallReply> => {
    if (!isTrustedFrame(event.senderFrame, pageUrl)) {
      log(`refused ${name}: it did not come from our page`);
      return { ok: false, message: 'Only the app itself may ask for this.' };
    }
    try {
      return { ok: true, value: await handler(...schema.parse(parameters)) };
    } catch (error) {
      log(`${name} failed: ${error instanceof Error ? `${error.name} ${error.message}` : 'for an unknown reason'}`);
      return { ok: false, message: showableMessage(error) };
    }
  });
}

// Narrow in both: TypeScript cannot follow that the two tables agree on a name that is not yet known.
export function serveDesktop(serving: Serving<DesktopHandlers>): void {
  for (const name of Object.keys(callArguments) as (keyof DesktopCalls)[]) {
    const handler = serving.handlers[name] as Call['handler'];
    serveCall({ name, parameters: callArguments[name], handler }, serving);
  }
}

export function serveStrip(serving: Serving<StripHandlers>): void {
  for (const name of Object.keys(stripArguments) as (keyof StripCalls)[]) {
    const handler = serving.handlers[name] as Call['handler'];
    serveCall({ name: `strip:${name}`, parameters: stripArguments[name], handler }, serving);
  }
}

export function tell<E extends keyof DesktopEvents>(window: BrowserWindow, event: E, payload: DesktopEvents[E]): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel(event), payload);
}

export function tellStrip(strip: BrowserWindow, status: LiveStatus): void {
  const event: keyof StripEvents = 'liveChanged';
  if (!strip.isDestroyed()) strip.webContents.send(eventChannel(`strip:${event}`), status);
}
