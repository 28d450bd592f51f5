/**
 * Aborts downloads of electron-updater. Its own cancellation (6.8) only rejects the promise: the
 * request runs on until its next chunk and is never aborted, so going live would not free the line.
 * It has no hook for requests, hence the patch of its prototype.
 */
import type { ClientRequest } from 'electron';

export interface Transfers {
  readonly abortAll: () => void;
}

export async function trackTransfers(): Promise<Transfers> {
  const { ElectronHttpExecutor } = await import('electron-updater/out/electronHttpExecutor.js');
  const running = new Set<ClientRequest>();
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below.
  const { createRequest } = ElectronHttpExecutor.prototype;
  ElectronHttpExecutor.prototype.createRequest = function track(options, callback) {
    const request = createRequest.call(this, options, callback);
    const forget = (): void => void running.delete(request);
    running.add(request);
    request.once('abort', forget);
    request.once('error', forget);
    // The request's own `close` comes as soon as it has been sent.
    request.once('response', (response) => {
      response.once('end', forget);
      response.once('error', forget);
    });
    return request;
  };
  return {
    abortAll: () => {
      for (const request of running) request.abort();
    },
  };
}
