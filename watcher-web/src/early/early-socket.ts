/**
 * Opens the WebSocket while the core is still on its way: a script of its own that imports nothing, so that it is here a round trip or two
 * earlier (a type is nothing at run time). What is heard before the core takes the socket over is kept for it.
 */
import type { EarlySocket } from '@lectern/rtc';

/** As Socket.IO's own client puts it together; if the two should ever differ, the core opens a socket of its own. */
const address = (): string => `${location.origin.replace(/^http/, 'ws')}/signaling/?EIO=4&transport=websocket`;

function open(): EarlySocket | undefined {
  // An address without a room leads nowhere, and an old browser is told so by another script.
  if (!location.pathname.startsWith('/r/') || !('WebSocket' in window) || !('RTCPeerConnection' in window))
    return undefined;
  const socket = new WebSocket(address());
  const heard: MessageEvent[] = [];
  const keep = (event: MessageEvent): void => void heard.push(event);
  socket.addEventListener('message', keep);
  return { socket, heard, hush: () => socket.removeEventListener('message', keep) };
}

export const earlySocket = open();
