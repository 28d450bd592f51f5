/**
 * The main process' end of the bridges to our two pages, and the only user of `ipcMain`: it checks
 * sender and arguments.
 */
import { ipcMain, type BrowserWindow } from 'electron';
import type * as z from 'zod/mini';
import type { DesktopCalls, DesktopEvents, LiveStatus, StripCalls, StripEvents } from '@lectern/bridge';
import { callChannel, eventChannel, type CallReply } from '../../channels.ts';
import type { Logger } from '../log/logger.ts';
import { isTrustedFrame } from '../security/trusted-frame.ts';
import { errorWords } from '../words.ts';
import { callArguments, stripArguments, type StripArguments } from './call-arguments.ts';
import type { CallsOf, Feature } from './feature.ts';
import { describeFailure, showableMessage } from './showable-error.ts';

export type StripHandlers = {
  readonly [C in keyof StripCalls]: (...parameters: StripArguments[C]) => Awaited<ReturnType<StripCalls[C]>>;
};

interface ServeOptions {
  /** The one page that may call. */
  readonly pageUrl: string;
  readonly log: Logger;
}

interface Call {
  readonly name: string;
  readonly parameters: z.ZodMiniType<readonly unknown[]>;
  readonly handler: (...parameters: readonly unknown[]) => unknown;
}

function serveCall({ name, parameters: schema, handler }: Call, { pageUrl, log }: ServeOptions): void {
  ipcMain.handle(callChannel(name), async (event, ...parameters: unknown[]): Promise<CallReply> => {
    if (!isTrustedFrame(event.senderFrame, pageUrl)) {
      log.warn(`refused ${name}: it did not come from our page`);
      return { ok: false, message: errorWords.notOurPage };
    }
    try {
      return { ok: true, value: await handler(...schema.parse(parameters)) };
    } catch (error) {
      const { level, reason } = describeFailure(error);
      log[level](`${name} failed: ${reason}`);
      return { ok: false, message: showableMessage(error) };
    }
  });
}

/** Does not compile where no feature answers one of the calls. */
export function serveDesktop<const F extends readonly Feature[]>(
  features: Exclude<keyof DesktopCalls, CallsOf<F>> extends never ? F : Exclude<keyof DesktopCalls, CallsOf<F>>[],
  options: ServeOptions,
): void;
export function serveDesktop(features: readonly Feature[], options: ServeOptions): void {
  const handlers = new Map(features.flatMap((feature) => Object.entries(feature.handlers)));
  for (const name of Object.keys(callArguments) as (keyof DesktopCalls)[]) {
    // The overload above has made sure that there is one, of the type that the schema's result has.
    const handler = handlers.get(name) as Call['handler'];
    serveCall({ name, parameters: callArguments[name], handler }, options);
  }
}

export function serveStrip(handlers: StripHandlers, options: ServeOptions): void {
  for (const name of Object.keys(stripArguments) as (keyof StripCalls)[]) {
    const handler = handlers[name] as Call['handler'];
    serveCall({ name: `strip:${name}`, parameters: stripArguments[name], handler }, options);
  }
}

/** Sends an event of the bridge to the page, unless its window is gone. */
export function send<E extends keyof DesktopEvents>(window: BrowserWindow, event: E, payload: DesktopEvents[E]): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel(event), payload);
}

export function sendToStrip(strip: BrowserWindow, status: LiveStatus): void {
  const event: keyof StripEvents = 'liveChanged';
  if (!strip.isDestroyed()) strip.webContents.send(eventChannel(`strip:${event}`), status);
}
