/**
 * Ends what electron-updater is transferring. Its own way to cancel ends the waiting only: the request goes on until the next piece
 * arrives, and is never closed. So each request is noted as it is made.
 */
import type { ClientRequest } from 'electron';

export async function noteTransfers(): Promise<{ readonly endAll: () => void }> {
  const { ElectronHttpExecutor } = await import('electron-updater/out/electronHttpExecutor.js');
  const underway = new Set<ClientRequest>();
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below.
  const { createRequest } = ElectronHttpExecutor.prototype;
  ElectronHttpExecutor.prototype.createRequest = function note(options, callback) {
    const request = createRequest.call(this, options, callback);
    const forget = (): void => void underway.delete(request);
    underway.add(request);
    request.once('abort', forget);
    request.once('error', forget);
    // Not the request's own `close`, which comes as soon as it has been sent.
    request.once('response', (response) => {
      response.once('end', forget);
      response.once('error', forget);
    });
    return request;
  };
  return {
    endAll: () => {
      for (const request of underway) request.abort();
    },
  };
}
